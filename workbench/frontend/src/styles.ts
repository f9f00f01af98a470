// All styles as one text, put beside the view: it works in a shadow root too.

import forms from "./forms/forms.css";
import theme from "./theme.css";

export const styles = [theme, forms].join("\n");
