// One script tag puts the chat on any page; what it is told, it is told in data attributes.
//
//   <script src="https://chat.example.org/webchat.js" data-bot="clinic" async></script>
//
// window.tertulia resolves to the widget: (await window.tertulia).open()

(() => {
  const script = document.currentScript;
  const base = new URL(".", script.src).href;
  const settings = { ...script.dataset };
  const ready = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve();
  });
  window.tertulia = Promise.all([import(`${base}static/webchat/widget.js`), ready])
    .then(([{ mount }]) => mount(base, settings));
  window.tertulia.catch((error) => console.error("tertulia:", error.message));
})();
