// A headless browser, virtual machines and their pages, for those who test or picture them.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const tool = join(root, 'artifacts/bin/SpiNNMan.Async.Cli/release/spinnman');
const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this computer; undefined if there is none. */
export const browserPath = candidates.find(path => path && existsSync(path));

/** Starts the browser with an empty profile. It does nothing by itself, and asks nobody. */
export async function openBrowser(viewport) {
    const profile = mkdtempSync(join(tmpdir(), 'spinnman-browser-'));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: browserPath, headless: true, viewport, deviceScaleFactor: 1, timeout: 120_000,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    context.setDefaultTimeout(60_000);
    return {
        context,
        async close() {
            await context.close();
            rmSync(profile, { recursive: true, force: true });
        },
    };
}

// Whatever goes wrong, nothing of it runs on.
const started = [];
process.on('exit', () => started.forEach(child => child.kill('SIGKILL')));

/** Runs the tool until it is stopped. The first line tells where something is. */
export async function start(...args) {
    const child = spawn(tool, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    started.push(child);
    let errors = '';
    child.stderr.on('data', data => { errors += data; });
    const ended = new Promise(done => child.on('close', done));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) throw new Error(`spinnman ${args.join(' ')} said nothing: ${errors}`);
    return {
        line: first.value,
        type: line => child.stdin.write(`${line}\n`),
        async stop() {
            child.kill('SIGINT');
            return ended;
        },
    };
}

/** A virtual machine at loopback addresses of its own, with the ports of real boards, so that every board is reached directly. */
export async function startMachine(board, address, ...more) {
    const machine = await start('vm', '--board', board, '--booted', '--bind', address, '--memory', '4096', ...more);
    return { ...machine, host: /scp=(\S+)/.exec(machine.line)[1] };
}

/** The page about a machine. */
export async function startPage(host, ...more) {
    const page = await start('web', host, '--json', ...more);
    return { ...page, url: JSON.parse(page.line).url };
}
