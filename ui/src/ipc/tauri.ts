/** The backend of the app: generated commands, events and the dialog plugin. */

import { Channel } from "@tauri-apps/api/core";
import { open, save } from "@tauri-apps/plugin-dialog";
import type { Backend, Progress, Result } from "./backend";
import { type BlogEvent, commands, events } from "./bindings";
import { internal } from "./errors";

/** A call that breaks (a bug, or a command that is gone) is an answer too. */
function caught<A extends unknown[], T>(
  command: (...args: A) => Promise<Result<T>>,
): (...args: A) => Promise<Result<T>> {
  return async (...args) => {
    try {
      return await command(...args);
    } catch (cause) {
      return { status: "error", error: internal(cause) };
    }
  };
}

function heardBy(hear: (progress: Progress) => void): Channel<Progress> {
  const channel = new Channel<Progress>();
  channel.onmessage = hear;
  return channel;
}

export function tauriBackend(): Backend {
  // One call to the shell, however many are to hear: the first answer waits behind it.
  const hearers = new Set<(event: BlogEvent) => void>();
  void events.blogEvent.listen(({ payload }) => hearers.forEach((hear) => hear(payload)));
  return {
    appStart: caught(commands.appStart),
    blogOpen: caught(commands.blogOpen),
    blogCreate: caught(commands.blogCreate),
    blogCheck: caught(commands.blogCheck),
    postList: caught(commands.postList),
    postSearch: caught(commands.postSearch),
    postCreate: caught(commands.postCreate),
    postOpen: caught(commands.postOpen),
    postEdit: caught(commands.postEdit),
    postSave: caught(commands.postSave),
    postsKeep: caught(commands.postsKeep),
    postClose: caught(commands.postClose),
    postRemove: caught(commands.postRemove),
    postConvert: caught(commands.postConvert),
    postHistory: caught(commands.postHistory),
    revisionSource: caught(commands.revisionSource),
    historySearch: caught(commands.historySearch),
    removedList: caught(commands.removedList),
    removedRestore: caught(commands.removedRestore),
    trashEmpty: caught(commands.trashEmpty),
    vanishedRemove: caught(commands.vanishedRemove),
    remoteImagesSet: caught(commands.remoteImagesSet),
    vanishedWriteBack: caught(commands.vanishedWriteBack),
    previewShow: caught(commands.previewShow),
    fieldEdit: caught(commands.fieldEdit),
    outsidePull: caught(commands.outsidePull),
    conflictKeep: caught(commands.conflictKeep),
    conflictSettle: caught(commands.conflictSettle),
    postExport: caught(commands.postExport),
    postPrint: caught(commands.postPrint),
    siteStage: (blog, folder, force, onProgress) =>
      caught(commands.siteStage)(blog, folder, force, heardBy(onProgress)),
    sitePut: (blog, onProgress) => caught(commands.sitePut)(blog, heardBy(onProgress)),
    siteDrop: caught(commands.siteDrop),
    siteOpen: caught(commands.siteOpen),
    exportPlaces: caught(commands.exportPlaces),
    themeList: caught(commands.themeList),
    themeSpecimen: caught(commands.themeSpecimen),
    themeClose: caught(commands.themeClose),
    themeUse: caught(commands.themeUse),
    themeUndo: caught(commands.themeUndo),
    settingsSet: caught(commands.settingsSet),
    linkOpen: caught(commands.linkOpen),
    pathReveal: caught(commands.pathReveal),

    pickFolder: (title, start) =>
      open({ title, directory: true, ...(start ? { defaultPath: start } : {}) }),
    pickSaveFile: (title, start, format) =>
      save({
        title,
        defaultPath: start,
        filters: [
          format === "pdf"
            ? { name: "PDF", extensions: ["pdf"] }
            : { name: "HTML", extensions: ["html", "htm"] },
        ],
      }),

    onClose(leave) {
      void events.closeWanted.listen(() => void leave().then(commands.closeAnswer));
    },
    on(name, hear) {
      const mine = (event: BlogEvent) => {
        if (event.event === name) hear(event as unknown as Parameters<typeof hear>[0]);
      };
      hearers.add(mine);
      return () => hearers.delete(mine);
    },
  };
}
