import assert from 'node:assert/strict';
import { installedVersions, packageFolders, sourceVersion } from '../../src/core/index.ts';

describe('what is installed in an environment', () => {
  it('is told by the names of its metadata', () => {
    const names = [
      'torch',
      'torch-2.5.0+cpu.dist-info',
      'ultralytics',
      'ultralytics-8.3.63.dist-info',
      'ultralytics_thop-2.0.18.dist-info',
    ];
    assert.deepEqual(installedVersions(names), { ultralytics: '8.3.63', thop: '2.0.18' });
    assert.deepEqual(installedVersions(['ultralytics-thop-2.0.0.dist-info']), { ultralytics: undefined, thop: '2.0.0' });
    assert.deepEqual(installedVersions(['ultralytics-8.3.0.post1.dist-info', 'Ultralytics_thop-2.2.3-py3.11.egg-info']), {
      ultralytics: '8.3.0',
      thop: undefined,
    });
    assert.deepEqual(installedVersions(['ultralytics', 'ultralytics_hub-8.3.63.dist-info']), { ultralytics: undefined, thop: undefined });
  });

  it('is in the folders of every system, the newest Python first', () => {
    assert.deepEqual(packageFolders(['python3.9', 'python3.11', 'pkgconfig', 'pypy3.10']), [
      'Lib/site-packages',
      'lib/python3.11/site-packages',
      'lib/python3.9/site-packages',
      'lib/pypy3.10/site-packages',
    ]);
  });

  it('is what a copy of the sources says', () => {
    assert.equal(sourceVersion('# Ultralytics\n\n__version__ = "8.3.9"\n\nimport os\n'), '8.3.9');
    assert.equal(sourceVersion("__version__ = '8.4.190'\n"), '8.4.190');
    assert.equal(sourceVersion('version = 3\n'), undefined);
  });
});
