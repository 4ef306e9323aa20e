/** The picture of a command in the palette, by its id; most need none. */

import Bold from "@lucide/svelte/icons/bold";
import Code from "@lucide/svelte/icons/code";
import Columns from "@lucide/svelte/icons/columns-2";
import Eye from "@lucide/svelte/icons/eye";
import FileDown from "@lucide/svelte/icons/file-down";
import FileSearch from "@lucide/svelte/icons/file-search";
import Folder from "@lucide/svelte/icons/folder";
import FolderOpen from "@lucide/svelte/icons/folder-open";
import FolderOutput from "@lucide/svelte/icons/folder-output";
import FolderPlus from "@lucide/svelte/icons/folder-plus";
import History from "@lucide/svelte/icons/history";
import Heading1 from "@lucide/svelte/icons/heading-1";
import Heading2 from "@lucide/svelte/icons/heading-2";
import Heading3 from "@lucide/svelte/icons/heading-3";
import Italic from "@lucide/svelte/icons/italic";
import Link2 from "@lucide/svelte/icons/link-2";
import ListTree from "@lucide/svelte/icons/list-tree";
import Link from "@lucide/svelte/icons/link";
import Monitor from "@lucide/svelte/icons/monitor";
import Moon from "@lucide/svelte/icons/moon";
import Palette from "@lucide/svelte/icons/palette";
import PanelLeft from "@lucide/svelte/icons/panel-left";
import PenLine from "@lucide/svelte/icons/pen-line";
import Plus from "@lucide/svelte/icons/plus";
import Printer from "@lucide/svelte/icons/printer";
import Save from "@lucide/svelte/icons/save";
import Search from "@lucide/svelte/icons/search";
import Size from "@lucide/svelte/icons/a-large-small";
import Strikethrough from "@lucide/svelte/icons/strikethrough";
import Share2 from "@lucide/svelte/icons/share-2";
import Sun from "@lucide/svelte/icons/sun";
import Trash from "@lucide/svelte/icons/trash-2";
import type { LucideIcon } from "@lucide/svelte";

export const iconOf: Partial<Record<string, LucideIcon>> = {
  "post-new": Plus,
  "post-save": Save,
  history: History,
  "view-cards": Share2,
  "post-remove": Trash,
  trash: Trash,
  themes: Palette,
  "export-post": FileDown,
  "export-pdf": FileDown,
  "post-print": Printer,
  "export-site": FolderOutput,
  "quick-open": FileSearch,
  search: Search,
  find: Search,
  "blog-open": FolderOpen,
  "blog-new": FolderPlus,
  "blog-reveal": Folder,
  "view-split": Columns,
  "view-editor": PenLine,
  "view-preview": Eye,
  "view-rail": PanelLeft,
  "view-outline": ListTree,
  "scroll-together": Link2,
  "text-larger": Size,
  "text-smaller": Size,
  "text-usual": Size,
  "appearance-system": Monitor,
  "appearance-light": Sun,
  "appearance-dark": Moon,
  "text-bold": Bold,
  "text-italic": Italic,
  "text-link": Link,
  "text-code": Code,
  "text-strike": Strikethrough,
  "text-heading-1": Heading1,
  "text-heading-2": Heading2,
  "text-heading-3": Heading3,
};
