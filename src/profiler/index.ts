/** The side that asks: what a host needs to run profiles somewhere else. */
export { childProcess } from './childProcess.ts';
export { createClient } from './client.ts';
