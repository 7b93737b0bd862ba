// Types what a page prints, in an empty folder, as a stranger would: the commands of blocks without a language, and the programs of blocks of C#.
// node .ci/stranger.mjs FEED PAGE...; with CLONE=yes also the commands that are meant for a clone of the repository. Needs the .NET 10 SDK and bash.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const [feed, ...pages] = process.argv.slice(2);
let passed = 0;
let failed = 0;
let skipped = 0;

// A home of its own: no tool is installed there, no package is cached, and the feed is known.
const world = mkdtempSync(join(tmpdir(), 'stranger-'));
const home = join(world, 'home');
const settings = join(home, '.nuget', 'NuGet');
mkdirSync(settings, { recursive: true });
const own = join(homedir(), '.nuget', 'NuGet', 'NuGet.Config');
const config = join(settings, 'NuGet.Config');
if (existsSync(own)) copyFileSync(own, config);
else writeFileSync(config, '<configuration><packageSources><add key="nuget.org" value="https://api.nuget.org/v3/index.json" /></packageSources></configuration>');
writeFileSync(config, readFileSync(config, 'utf8').replace(/(<packageSources>[\s\S]*?)(<\/packageSources>)/, `$1<add key="feed" value="${resolve(feed)}" />$2`)
    .replace('</configuration>', `<fallbackPackageFolders><add key="cache" value="${process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages')}" /></fallbackPackageFolders></configuration>`));
const environment = {
    ...process.env, HOME: home, DOTNET_CLI_HOME: home, NUGET_PACKAGES: join(home, 'packages'), PATH: `${process.env.PATH}:${join(home, '.dotnet', 'tools')}`,
    DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false', SPINNMAN_CONFIG: join(home, 'none'),
};
delete environment.MinVerVersionOverride;

/** The blocks of a page in their order: shell, C#, and what is only for a clone. */
function blocksOf(page) {
    const lines = readFileSync(page, 'utf8').split('\n');
    const blocks = [];
    for (let at = 0; at < lines.length; at++) {
        const fence = /^```(\w*)$/.exec(lines[at]);
        if (!fence) continue;
        const end = lines.indexOf('```', at + 1);
        const clone = lines[at - 1] === '<!-- in a clone -->';
        if (fence[1] === '' || fence[1] === 'csharp') blocks.push({ kind: clone ? 'clone' : fence[1] || 'shell', text: lines.slice(at + 1, end).join('\n'), line: at + 1 });
        at = end;
    }

    return blocks;
}

function type(name, folder, text) {
    const place = join(world, 'place');
    const done = spawnSync('bash', ['-c', `set -e\n${text}\npwd > '${place}'`], { cwd: folder, env: environment, encoding: 'utf8', timeout: 3_600_000, maxBuffer: 1 << 28 });
    if (done.status === 0) {
        passed++;
        console.log(`ok      ${name}`);
        return readFileSync(place, 'utf8').trim();
    }

    failed++;
    console.log(`FAILED  ${name}\n${text}\n${(done.stdout + done.stderr).split('\n').slice(-40).join('\n')}`);
    return folder;
}

const declaresMachine = text => /\bmachine = /.test(text);
const isUsings = text => text.split('\n').every(line => line.startsWith('using SpiNNMan') || line.startsWith('using System'));

for (const page of pages) {
    let folder = join(world, basename(page, '.md'));
    mkdirSync(folder);
    let programs = [];
    const write = text => writeFileSync(join(folder, 'Program.cs'), text);
    for (const block of blocksOf(join(root, page))) {
        const name = `${page}:${block.line}`;
        if (block.kind === 'csharp') {
            programs.push({ ...block, name });
        } else if (block.kind === 'clone' && process.env.CLONE !== 'yes') {
            skipped++;
            console.log(`skipped ${name}: for a clone`);
        } else if (block.kind === 'clone') {
            const clone = join(world, 'clone');
            type(`${name}: a clone`, world, `git clone -q --depth 1 'file://${root}' '${clone}'`);
            type(name, clone, block.text);
        } else {
            // A block that runs a program runs the one before it.
            if (/^dotnet run$/m.test(block.text)) {
                write(programs.map(program => program.text).join('\n\n'));
                programs = [];
            }

            folder = type(name, folder, block.text);
        }
    }

    // Programs that no command of the page runs go on after its first one, unless they start a machine themselves.
    const usings = programs.filter(program => isUsings(program.text));
    const [first, ...rest] = programs.filter(program => !isUsings(program.text));
    for (const program of first ? [first, ...rest] : []) {
        const before = program === first || declaresMachine(program.text) ? [] : [first];
        write([...usings, ...before, program].map(part => part.text).join('\n\n'));
        type(program.name, folder, 'dotnet run');
    }
}

rmSync(world, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
