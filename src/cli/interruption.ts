/** Runs work that an interruption from the terminal ends: its signal is aborted, and the process lives on to say so. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // The terminal sends the signal to child processes too; whichever dies first, it is the user who ended this.
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.on('SIGINT', interrupt);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}
