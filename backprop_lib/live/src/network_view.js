// NetworkView: hold a network in your hands. State comes in, pass.js computes, paint() shows it.

import { mount } from "./page/network_page.js";
import { asView } from "./page/shell.js";

export default asView(mount);
