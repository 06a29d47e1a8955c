/** Tells whoever listens that something has changed; what changed is read from its owner. */
export class Listeners {
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  protected tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
