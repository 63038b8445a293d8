// NetworkView: hold a network in your hands. State comes in, pass.js computes, paint() shows it.

import { mount } from "./page/network_page.js";

export default {
  async render(props) {
    const view = await mount(props);
    return view.unmount;
  },
};
