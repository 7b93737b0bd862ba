using System.Globalization;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>Shows everything that a host does with a board, on a virtual board.</summary>
internal sealed class Demo(Terminal terminal, DemoJournal journal, ulong seed, int bytes)
{
    private const double LossRate = 0.01;
    private const int ChipsOfBoard = 48;

    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(300);

    private readonly BootImage _image = new(VirtualBootImage.Create());

    /// <summary>Runs all steps.</summary>
    /// <returns>The transfers of memory.</returns>
    /// <exception cref="CommandFailedException">A step failed.</exception>
    public async Task<IReadOnlyList<DemoTransferResult>> RunAsync(CancellationToken cancellationToken)
    {
        DemoBoard? started = null;
        await RunStepAsync("start", async () =>
        {
            started = await DemoBoard.StartAsync(seed, cancellationToken);
            return $"a virtual SpiNN-5, not booted, at {started.Board.EndPoint}, its BMP at {started.Machine.Bmp.EndPoint}";
        });
        await using DemoBoard board = started!;
        var transfers = new DemoTransfers(board, terminal, bytes);
        var messages = new DemoMessages(board);
        await RunStepAsync("announcement", () => HearAsync(board, cancellationToken));
        await RunStepAsync("boot", () => BootAsync(board, cancellationToken));
        await RunStepAsync("version", async () => (await board.Scamp.GetVersionAsync(cancellationToken: cancellationToken)).ToString());
        await RunStepAsync("survey", () => SurveyAsync(board, cancellationToken));
        await RunStepAsync("memory", () => transfers.RunAsync("", seed: 1, cancellationToken));
        await RunStepAsync("memory, loss", () => WithLossAsync(board, () => transfers.RunAsync(", 1 % loss", seed: 101, cancellationToken)));
        messages.StartProgram();
        await RunStepAsync("SDP", () => messages.ExchangeSdpAsync(cancellationToken));
        await RunStepAsync("EIEIO", () => messages.ExchangeEieioAsync(cancellationToken));
        await RunStepAsync("power off", () => PowerOffAsync(board, cancellationToken));
        await RunStepAsync("power on", () => PowerOnAsync(board, cancellationToken));
        return transfers.Results;

        Task RunStepAsync(string name, Func<Task<string>> step) => journal.RunAsync(name, step, cancellationToken);
    }

    private static async Task<string> HearAsync(DemoBoard board, CancellationToken cancellationToken)
    {
        BootAnnouncement announcement = await board.ReceiveAnnouncementAsync(cancellationToken);
        return $"boot ROM {announcement.RomVersion.Major}.{announcement.RomVersion.Minor} waits for an image";
    }

    private async Task<string> BootAsync(DemoBoard board, CancellationToken cancellationToken)
    {
        var phases = new PhaseRecorder();
        BootResult result = await BoardBooter.BootAsync(
            board.Scamp, board.Boot, _image, new BootOptions { BoardVersion = 5 }, phases, cancellationToken);
        if (result.WasRunning)
            throw new CommandFailedException("the board ran already, before it had an image");

        string waiting = phases.SawInitialising ? "silent, then finding its chips, then ready" : "silent, then ready";
        return string.Create(CultureInfo.InvariantCulture, $"{_image.BlockCount} blocks sent; {waiting}");
    }

    private static async Task<string> SurveyAsync(DemoBoard board, CancellationToken cancellationToken)
    {
        MachineSurvey survey = await MachineSurvey.TakeAsync(board.Scamp, cancellationToken: cancellationToken);
        int chips = survey.Summaries.Count();
        return chips == ChipsOfBoard
            ? string.Create(CultureInfo.InvariantCulture, $"{chips} chips in {survey.Dimensions}, {survey.CoreCount} cores")
            : throw new CommandFailedException($"{chips} of {ChipsOfBoard} chips were found");
    }

    private async Task<string> PowerOffAsync(DemoBoard board, CancellationToken cancellationToken)
    {
        await board.Bmp.PowerOffAsync(cancellationToken: cancellationToken);
        await board.DiscardAnnouncementsAsync(cancellationToken);
        return await IsSilentAsync(board, cancellationToken)
            ? "by the BMP; the board is silent"
            : throw new CommandFailedException("the board still answers");
    }

    private async Task<string> PowerOnAsync(DemoBoard board, CancellationToken cancellationToken)
    {
        await board.Bmp.PowerOnAsync(cancellationToken: cancellationToken);
        await board.ReceiveAnnouncementAsync(cancellationToken);
        await BoardBooter.BootAsync(board.Scamp, board.Boot, _image, new BootOptions { BoardVersion = 5 }, progress: null, cancellationToken);
        (ChipLocation chip, uint address) = DemoTransfers.FirstBlock;
        byte[] memory = await board.Scamp.ReadMemoryAsync(chip, address, 256, cancellationToken);
        return memory.AsSpan().IndexOfAnyExcept((byte)0) < 0
            ? "announced itself and booted again; its memory is empty"
            : throw new CommandFailedException("the board kept its memory without power");
    }

    private static async Task<string> WithLossAsync(DemoBoard board, Func<Task<string>> step)
    {
        var loss = new LinkFaults { Loss = LossRate };
        board.Machine.Faults = new FaultOptions { Ingress = loss, Egress = loss };
        try
        {
            return await step();
        }
        finally
        {
            board.Machine.Faults = FaultOptions.None;
        }
    }

    private async Task<bool> IsSilentAsync(DemoBoard board, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_silence, terminal.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await board.Scamp.GetVersionAsync(cancellationToken: either.Token);
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return board.Board.State == BoardState.Off;
        }
    }

    private sealed class PhaseRecorder : IProgress<BootProgress>
    {
        public bool SawInitialising { get; private set; }

        public void Report(BootProgress value) => SawInitialising |= value.Phase == BootPhase.Initialising;
    }
}
