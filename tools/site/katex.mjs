// Formulas in, as lines of JSON {tex, display}; out, as lines of JSON, their HTML with its MathML.
// `node katex.mjs FOLDER`: katex of that folder's node_modules.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const katex = createRequire(join(process.argv[2], "package.json"))("katex");
for await (const line of createInterface({ input: process.stdin })) {
  const { tex, display } = JSON.parse(line);
  const html = katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: "ignore" });
  process.stdout.write(`${JSON.stringify(html)}\n`);
}
