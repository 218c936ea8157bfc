/** Which release of the framework an environment on disk holds, told by names and texts of its files: no Python is run. */

export interface InstalledVersions {
  readonly ultralytics: string | undefined;
  readonly thop: string | undefined;
}

/** What the names in a `site-packages` folder say: `ultralytics-8.3.63.dist-info`, for editable installs too. */
export function installedVersions(names: readonly string[]): InstalledVersions {
  return { ultralytics: versionOf('ultralytics', names), thop: versionOf('ultralytics_thop', names) };
}

/** `__version__` of a copy of the framework's sources (`ultralytics/__init__.py`). */
export function sourceVersion(text: string): string | undefined {
  return /^__version__\s*=\s*["'](\d+\.\d+\.\d+)/m.exec(text)?.[1];
}

/** The folders of an environment in which packages may lie; `python` are the names in its `lib` folder. */
export function packageFolders(python: readonly string[]): string[] {
  const versions = python
    .filter((name) => /^(?:python|pypy)\d/.test(name))
    .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
  return ['Lib/site-packages', ...versions.map((name) => `lib/${name}/site-packages`)];
}

function versionOf(name: string, names: readonly string[]): string | undefined {
  // Normalised since 2022; older tools wrote the project's own spelling.
  const pattern = new RegExp(`^${name.replace('_', '[-_.]')}-(\\d+\\.\\d+\\.\\d+)[^-]*\\.(?:dist|egg)-info$`, 'i');
  return names.flatMap((entry) => pattern.exec(entry)?.[1] ?? [])[0];
}
