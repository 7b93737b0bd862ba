// Makes the pictures of docs/images: node docs/pictures/make.mjs FOLDER. ONLY=NAME,... makes some of them.
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser, startMachine, startPage, tool } from '../../.ci/browser/browser.mjs';
import { toHtml } from './terminal.mjs';

const folder = process.argv[2];
const only = process.env.ONLY?.split(',');
const isWanted = name => !only || only.includes(name);
const { context, close } = await openBrowser({ width: 1280, height: 720 });

/** The places of the chips of a board. */
function* chipsOf([left, up], [width, height]) {
    for (let y = 0; y < 8; y++) {
        for (let x = Math.max(0, y - 3); x <= Math.min(7, y + 4); x++) yield [(left + x) % width, (up + y) % height];
    }
}

/** Programs on the cores of some boards, so that there is something to see. */
function placements(boards, size, cores) {
    const places = [];
    boards.forEach((board, number) => {
        for (const [x, y] of chipsOf(board, size)) {
            for (let core = 1; core <= cores[number]; core++) places.push('--place', `${x},${y},${core}=${number === boards.length - 1 ? 'barrier' : 'idle'}`);
        }
    });
    return places;
}

async function openPage(url, size) {
    const page = await context.newPage();
    await page.setViewportSize(size);
    await page.goto(url);
    await page.waitForSelector('#map .cell');
    return page;
}

async function shoot(page, name) {
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(folder, `${name}.png`), timeout: 300_000, fullPage: true });
    console.log(`${name}.png`);
}

/** A command on a terminal, once the last one of some patterns is on it. Something may be done when it shows the first. */
async function shootTerminal(name, command, [columns, rows], patterns, act = () => {}) {
    const session = `spinnman-pictures-${process.pid}`;
    const tmux = (...args) => execFileSync('tmux', ['-L', session, '-f', '/dev/null', ...args], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8' } });
    // Once it has ended, what it wrote stays on the screen.
    tmux('new-session', '-d', '-s', session, '-x', String(columns), '-y', String(rows), `${command}; sleep 600`);
    let screen = '';
    for (const pattern of patterns) {
        for (let tries = 0; tries < 600 && !pattern.test(screen.replace(/\x1b\[[0-9;]*m/g, '')); tries++) {
            await pause(200);
            screen = tmux('capture-pane', '-e', '-p', '-t', session);
        }

        if (pattern === patterns[0]) act();
    }

    tmux('kill-server');
    const page = await context.newPage();
    await page.setContent(toHtml(screen));
    await page.locator('pre').screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
    console.log(`${name}.png`);
}

/** Programs that send spikes: what the machine needs for them, and the calls that let them send. The fifth one's packets meet a link that is cut. */
function traffic(size) {
    const [options, senders] = [[], []];
    for (let number = 0; number < 14; number++) {
        const from = [(7 * number + 3) % size[0], (11 * number + 2) % size[1]];
        const to = Array.from({ length: 5 }, (_, target) => [(from[0] + 5 * target + 3 * number + 4) % size[0], (from[1] + 7 * target + 5) % size[1], 5]);
        const key = `0x${(number + 1).toString(16)}0000`;
        options.push('--place', `${from},1=live_injector:${number + 1}`, '--route', `${key}/0xffff0000@${from}=${to.map(String).join('+')}`);
        senders.push(['--keys', `in=${key}+2000@${from},1`, '--repeat', '1000000', '--interval', String(0.1 * (1 + number % 4)), 'in', `0-${[9, 99, 499, 1499][number % 4]}`]);
    }

    return { options, send: host => senders.map(words => spawn(tool, ['live', 'send', ...words.slice(-2), '--host', host, ...words.slice(0, -2)], { stdio: ['ignore', 'ignore', 'inherit'] })) };
}

const size = [36, 24];
const busy = [[0, 0], [8, 4], [4, 8], [12, 0], [20, 4], [16, 8], [24, 0], [32, 4], [12, 12], [20, 16], [28, 8]];
const programs = placements(busy, size, [13, 13, 13, 13, 6, 6, 6, 6, 16, 16, 4]);
const wide = { width: 1280, height: 720 };

if (['web-healthy', 'top-healthy', 'info', 'info-picture'].some(isWanted)) {
    const machine = await startMachine('3x2', '127.0.249.9', ...programs);
    if (isWanted('web-healthy')) {
        const web = await startPage(machine.host, '--cost', '50');
        const page = await openPage(web.url, wide);
        await page.waitForFunction(() => document.getElementById('map').dataset.number >= 3);
        await page.hover('#map .cell[data-id="8,4"]');
        await shoot(page, 'web-healthy');
        await page.close();
        await web.stop();
    }

    if (isWanted('top-healthy')) await shootTerminal('top-healthy', `${tool} top ${machine.host} --cost 50`, [120, 20], [/nothing is wrong/i]);
    if (isWanted('info')) await shootTerminal('info', `${tool} info ${machine.host}`, [120, 46], [/Asked[\s\S]*missing/]);
    if (isWanted('info-picture')) {
        execFileSync(tool, ['info', machine.host, '--png', join(folder, 'info-picture.png')]);
        console.log('info-picture.png');
    }

    await machine.stop();
}

if (['web-faults', 'web-core', 'top-faults'].some(isWanted)) {
    const machine = await startMachine('3x2', '127.0.250.9', ...programs, '--place', '9,5,15=crash', '--place', '22,6,15=crash', '--place', '22,6,16=crash');
    const web = await startPage(machine.host, '--cost', '50');
    const page = await openPage(web.url, wide);
    machine.type('mute 9');
    machine.type('busy 30,2 3600000');
    await page.waitForFunction(() => document.querySelectorAll('#problems li').length >= 5, undefined, { timeout: 120_000 });
    if (isWanted('web-faults')) await shoot(page, 'web-faults');
    if (isWanted('web-core')) {
        await page.click('#map .cell[data-id="8,4"]');
        await page.click('#map .cell[data-id="9,5"]');
        await page.waitForFunction(() => document.getElementById('details').textContent.includes('SDRAM'));
        await page.click('#cores button:nth-child(16)');
        await page.waitForFunction(() => document.getElementById('details').textContent.includes('Registers'));
        await shoot(page, 'web-core');
    }

    await page.close();
    await web.stop();
    if (isWanted('top-faults')) {
        machine.type('unmute 9');
        machine.type('busy 30,2 0');
        await shootTerminal('top-faults', `${tool} top ${machine.host} --cost 50`, [120, 20], [/3 problems now/, /5 problems now/], () => {
            machine.type('mute 9');
            machine.type('busy 30,2 3600000');
        });
    }

    await machine.stop();
}

if (['web-traffic', 'top-traffic'].some(isWanted)) {
    const { options, send } = traffic(size);
    const machine = await startMachine('3x2', '127.0.251.9', ...options);
    const senders = send(machine.host);
    machine.type('link 10,3 e off');
    if (isWanted('web-traffic')) {
        const web = await startPage(machine.host, '--cost', '50');
        const page = await openPage(web.url, { width: 1280, height: 900 });
        await page.keyboard.press('r');
        await page.keyboard.press('c');
        await page.waitForSelector('#map[data-map="chips"][data-mode="traffic"]');
        await page.waitForFunction(() => document.querySelectorAll('#map .cell.yellow, #map .cell.darkorange').length >= 50 && document.getElementById('map').dataset.number >= 20);
        await shoot(page, 'web-traffic');
        await page.close();
        await web.stop();
    }

    if (isWanted('top-traffic')) await shootTerminal('top-traffic', `${tool} top ${machine.host} --mode traffic --cost 50`, [120, 24], [/Traffic +[1-9]/]);
    senders.forEach(sender => sender.kill());
    await machine.stop();
}

if (['web-large', 'top-large'].some(isWanted)) {
    const large = await startMachine('20x20', '127.18.0.9');
    const mute = () => [17, 300, 801].forEach(board => large.type(`mute ${board}`));
    if (isWanted('web-large')) {
        // A busy computer answers some requests too late at first. The next looks mend that.
        const web = await startPage(large.host, '--interval', '10', '--cost', '100');
        const page = await openPage(web.url, { width: 1440, height: 900 });
        mute();
        await page.waitForFunction(() => document.querySelectorAll('#problems li').length === 3, undefined, { timeout: 300_000 });
        await shoot(page, 'web-large');
        await page.close();
        await web.stop();
    }

    if (isWanted('top-large')) {
        for (const board of [17, 300, 801]) large.type(`unmute ${board}`);
        await shootTerminal('top-large', `${tool} top ${large.host} --interval 10 --cost 100`, [130, 58], [/Nothing is wrong|problems? now/, /3 problems now/], mute);
    }

    await large.stop();
}

await close();
