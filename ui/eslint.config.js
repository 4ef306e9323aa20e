import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/**
 * Which folders of `src/` a folder may import from, besides itself.
 * The order is the direction: a line names only folders above it.
 */
const mayImport = {
  ipc: [],
  components: [],
  state: ["ipc"],
  editor: ["state", "ipc", "components"],
  preview: ["state", "ipc", "components"],
  commands: ["editor", "state", "ipc", "components"],
  posts: ["commands", "editor", "state", "ipc", "components"],
  site: ["commands", "editor", "state", "ipc", "components"],
  settings: ["commands", "editor", "state", "ipc", "components"],
};

const zones = Object.entries(mayImport).map(([folder, allowed]) => ({
  target: `./src/${folder}`,
  from: "./src",
  except: [folder, ...allowed].map((name) => `./${name}`),
  message: `${folder}/ may import ${allowed.join(", ") || "nothing of ours"} (see eslint.config.js).`,
}));

export default ts.config(
  { ignores: ["dist/", "dist-fake/", "node_modules/", "src/ipc/bindings.ts"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        // Also when a component is only looked at for what it imports.
        parser: ts.parser,
        projectService: { allowDefaultProject: ["svelte.config.js"] },
        extraFileExtensions: [".svelte"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { "import-x": importX },
    settings: {
      "import-x/ignore": ["node_modules"],
      "import-x/extensions": [".ts", ".js", ".svelte"],
      "import-x/parsers": {
        "@typescript-eslint/parser": [".ts"],
        "svelte-eslint-parser": [".svelte"],
      },
      "import-x/resolver": { node: { extensions: [".ts", ".js", ".svelte"] } },
    },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "codemirror",
              message: "That is CodeMirror 5: use the @codemirror/* packages.",
            },
            {
              name: "@lucide/svelte",
              allowTypeImports: true,
              message: "Import one icon: @lucide/svelte/icons/<name>.",
            },
          ],
          patterns: [{ group: ["@tauri-apps/*"], message: "Only ipc/ knows the host." }],
        },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ["**/*.svelte"],
    rules: {
      // The linter does not know the types of components; svelte-check does.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    // Maps and dates are values here: replaced, or no affair of the screen.
    rules: { "svelte/prefer-svelte-reactivity": "off" },
  },
  { files: ["src/ipc/**"], rules: { "@typescript-eslint/no-restricted-imports": "off" } },
  { files: ["scripts/**", "*.js", "*.ts"], languageOptions: { globals: { ...globals.node } } },
  {
    files: ["**/*.js", "**/*.mjs"],
    ...ts.configs.disableTypeChecked,
  },
);
