import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Folders whose `node_modules` may hold tfjs-node: the one that the user named in YOLO_ARCHITECT_TENSORFLOW, then going up from the
 * worker every `.tools/tensorflow` (where `npm run tensorflow:setup` puts it) and every folder itself.
 */
export function tensorflowFolders(worker: string, environment: NodeJS.ProcessEnv = process.env): string[] {
  const folders = environment.YOLO_ARCHITECT_TENSORFLOW ? [environment.YOLO_ARCHITECT_TENSORFLOW] : [];
  for (let folder = path.dirname(worker); ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, '.tools', 'tensorflow'), folder);
    if (folder === path.dirname(folder))
      return folders.filter((candidate) => existsSync(path.join(candidate, 'node_modules', '@tensorflow')));
  }
}

/** Folders of the CUDA libraries that pip installed beside TensorFlow; the loader must know them before a process starts. */
export function cudaFolders(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const nvidia = path.join(folder, 'python', 'nvidia');
    const packages = existsSync(nvidia) ? readdirSync(nvidia) : [];
    return packages.map((name) => path.join(nvidia, name, 'lib')).filter((lib) => existsSync(lib));
  });
}
