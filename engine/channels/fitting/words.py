"""What is said of each degradation, by its code, in the languages of the product."""

from engine.types.value import Text

WORDS: dict[str, Text] = {
    "text-split": {
        "es": "El texto es más largo que lo que {title} lleva ({most}): llega en {count} mensajes.",
        "en": "The text is longer than {title} carries ({most}): it comes in {count} messages.",
        "pt": "O texto é mais longo do que {title} leva ({most}): chega em {count} mensagens.",
    },
    "text-added": {
        "es": "{title} no muestra botones sin texto: se añade «{text}».",
        "en": "{title} shows no buttons without a text: “{text}” is added.",
        "pt": "{title} não mostra botões sem texto: acrescenta-se “{text}”.",
    },
    "markup-dropped": {
        "es": "{title} no muestra negritas, cursivas ni enlaces con nombre: queda texto simple.",
        "en": "{title} shows no bold, italics or named links: the text stays plain.",
        "pt": "{title} não mostra negrito, itálico nem links com nome: fica texto simples.",
    },
    "options-as-list": {
        "es": "Las opciones ({count}) no caben como botones: se abren en una lista.",
        "en": "The options ({count}) do not fit as buttons: they open in a list.",
        "pt": "As opções ({count}) não cabem como botões: abrem em uma lista.",
    },
    "options-numbered": {
        "es": "Las opciones ({count}) van numeradas en el texto; se elige por número o por nombre.",
        "en": "The options ({count}) are numbered in the text; a number or a name chooses.",
        "pt": "As opções ({count}) vão numeradas no texto; escolhe-se pelo número ou pelo nome.",
    },
    "options-spoken": {
        "es": "Las opciones ({count}) se dicen con su número; se elige hablando o con el teclado.",
        "en": "The options ({count}) are spoken with their numbers; speech or a key chooses.",
        "pt": "As opções ({count}) são ditas com seu número; escolhe-se falando ou pelo teclado.",
    },
    "too-many-keys": {
        "es": "Son {count} opciones y el teléfono tiene nueve teclas: las demás solo se dicen.",
        "en": "There are {count} options and a phone has nine keys: the others can only be said.",
        "pt": "São {count} opções e o telefone tem nove teclas: as demais só podem ser ditas.",
    },
    "labels-cut": {
        "es": "Hay etiquetas de más de {most} caracteres: enteras en el texto, cortadas abajo.",
        "en": "Some labels have over {most} characters: whole in the text, cut on the buttons.",
        "pt": "Há rótulos com mais de {most} caracteres: inteiros no texto, cortados nos botões.",
    },
    "labels-alike": {
        "es": "{title} no admite dos etiquetas iguales: llevan su número.",
        "en": "{title} allows no two labels that are equal: they have their numbers.",
        "pt": "{title} não aceita dois rótulos iguais: eles levam seu número.",
    },
    "labels-in-descriptions": {
        "es": "Hay etiquetas de más de {most} caracteres: cortadas en la lista, enteras debajo.",
        "en": "Some labels have over {most} characters: cut in the list, whole below each.",
        "pt": "Há rótulos com mais de {most} caracteres: cortados na lista, inteiros abaixo.",
    },
    "descriptions-in-text": {
        "es": "Las opciones de {title} no tienen descripción: se escribe en el texto.",
        "en": "Options of {title} have no description: it is written in the text.",
        "pt": "As opções de {title} não têm descrição: ela é escrita no texto.",
    },
    "links-in-text": {
        "es": "Los botones que abren una página se escriben como direcciones en el texto.",
        "en": "The buttons that open a page are written as addresses in the text.",
        "pt": "Os botões que abrem uma página são escritos como endereços no texto.",
    },
    "address-not-heard": {
        "es": "Una dirección no se puede decir por teléfono: falta.",
        "en": "A web address cannot be spoken on the phone: it is left out.",
        "pt": "Um endereço não pode ser dito por telefone: falta.",
    },
    "cards-parted": {
        "es": "{title} muestra {most} tarjetas juntas: las {count} llegan en varios carruseles.",
        "en": "{title} shows {most} cards at once: the {count} come in several carousels.",
        "pt": "{title} mostra {most} cartões juntos: os {count} chegam em vários carrosséis.",
    },
    "cards-below-each-other": {
        "es": "{title} no muestra este carrusel: las tarjetas ({count}) llegan una bajo otra.",
        "en": "{title} does not show this carousel: the cards ({count}) come one below the other.",
        "pt": "{title} não mostra este carrossel: os cartões ({count}) chegam um abaixo do outro.",
    },
    "media-as-address": {
        "es": "{title} no muestra este archivo: se escribe su dirección.",
        "en": "{title} does not show this file: its address is written.",
        "pt": "{title} não mostra este arquivo: escreve-se o seu endereço.",
    },
    "media-too-large": {
        "es": "El archivo pesa más de {most} MB, lo que {title} lleva: se escribe su dirección.",
        "en": "The file is larger than the {most} MB that {title} carries: its address is written.",
        "pt": "O arquivo pesa mais do que os {most} MB que {title} leva: escreve-se o endereço.",
    },
    "media-not-heard": {
        "es": "Lo que no se oye no llega por teléfono; de un archivo queda su descripción.",
        "en": "What cannot be heard does not come by phone; of a file, its caption is spoken.",
        "pt": "O que não se ouve não chega por telefone; de um arquivo fica a legenda.",
    },
    "caption-apart": {
        "es": "La descripción del archivo llega como texto aparte.",
        "en": "The file's caption comes as a text of its own.",
        "pt": "A legenda do arquivo chega como texto à parte.",
    },
    "place-in-text": {
        "es": "{title} no muestra mapas: se escribe el lugar, con su dirección en la web.",
        "en": "{title} shows no maps: the place is written, with its address on the web.",
        "pt": "{title} não mostra mapas: escreve-se o lugar, com seu endereço na web.",
    },
    "location-typed": {
        "es": "{title} no pide la ubicación con un botón: hay que escribirla.",
        "en": "{title} has no button for the location: people must type it.",
        "pt": "{title} não pede a localização com um botão: é preciso escrevê-la.",
    },
    "location-said": {
        "es": "Por teléfono no se envía la ubicación: hay que decirla.",
        "en": "A location cannot be sent by phone: people must say it.",
        "pt": "Por telefone não se envia a localização: é preciso dizê-la.",
    },
    "file-not-received": {
        "es": "{title} no recibe archivos: aquí no se puede responder con uno.",
        "en": "{title} receives no files: nobody can answer with one here.",
        "pt": "{title} não recebe arquivos: aqui não se pode responder com um.",
    },
    "template-not-sent": {
        "es": "{title} no tiene plantillas aprobadas: de «{name}» quedan sus valores.",
        "en": "{title} has no approved templates: of “{name}”, its values are left.",
        "pt": "{title} não tem modelos aprovados: de “{name}” ficam seus valores.",
    },
}
# What people read or hear beside the designer's own texts.
OPTIONS_HEAD: Text = {"es": "Opciones:", "en": "Options:", "pt": "Opções:"}
OPTION: Text = {"es": "Opción", "en": "Option", "pt": "Opção"}
