import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import { mayImport } from "./folders.js";
import svelteConfig from "./svelte.config.js";

const banned = {
  paths: [
    { name: "codemirror", message: "That is CodeMirror 5: use the @codemirror/* packages." },
    {
      name: "@lucide/svelte",
      message: "Import one icon: @lucide/svelte/icons/<name>.",
      allowTypeImports: true,
    },
  ],
  tauri: { group: ["@tauri-apps/*"], message: "Only ipc/ knows the host." },
};

/** One block for each folder: what it must not reach into. */
const directions = Object.entries(mayImport).map(([folder, allowed]) => {
  const forbidden = Object.keys(mayImport).filter(
    (other) => other !== folder && !allowed.includes(other),
  );
  return {
    files: [`src/${folder}/**`],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: banned.paths,
          patterns: [
            ...(folder === "ipc" ? [] : [banned.tauri]),
            {
              group: [...forbidden.flatMap((other) => [`../${other}/**`, `../../${other}/**`])],
              message: `${folder}/ may import ${allowed.join(", ") || "no other folder"} (see folders.js).`,
            },
          ],
        },
      ],
    },
  };
});

export default ts.config(
  { ignores: ["dist/", "dist-fake/", "node_modules/", "src/ipc/bindings.ts"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "svelte.config.js"] },
        extraFileExtensions: [".svelte"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { paths: banned.paths, patterns: [banned.tauri] },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    // Maps and dates are values here: replaced, or no affair of the screen.
    rules: { "svelte/prefer-svelte-reactivity": "off" },
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
  ...directions,
  { files: ["scripts/**", "*.js", "*.ts"], languageOptions: { globals: { ...globals.node } } },
  {
    files: ["**/*.js", "**/*.mjs"],
    ...ts.configs.disableTypeChecked,
  },
);
