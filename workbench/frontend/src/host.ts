// What a view needs of whoever holds the truth: an editor in Python, or a file in JupyterLab.

export interface Host {
  /** Asks for something by name (workbench/requests); fails with a sentence for the person. */
  ask<T>(what: string, args?: object): Promise<T>;
  /** Calls back for news by name; returns what ends it. */
  hear<T>(what: string, listener: (value: T) => void): () => void;
  /** The element of something that Python draws, where the host can. */
  child?(name: string): HTMLElement | undefined;
}
