/** The one script of the preview frame, as the app inlines it too. */

import frame from "./frame.js?raw";
import morph from "./morph.js?raw";

export const frameScript = `${morph}\n${frame}`;
