using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Cli.Commands.Boards;

/// <summary><c>spinnman bmp BMPS</c>: shows what the BMPs of boards report.</summary>
internal static class BmpCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("bmp", "Show versions, serial numbers, addresses, voltages, temperatures and fans of boards, as their BMPs tell.");
        var bmps = BmpArguments.AddTo(command);
        var pictures = PictureOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            pictures.RequireWritable(parsed);
            var options = new BmpControllerOptions { Connection = BmpArguments.Patience };
            await using BmpController boards = await bmps.ConnectAsync(terminal, parsed, options, cancellationToken);
            PartialResult<BmpResult[]> results;
            using (terminal.WaitFor("Waiting for BMPs to tell what they measure"))
                results = await ReadAsync(boards, cancellationToken);

            if (results.Value.Length > 0)
                await pictures.WriteAsync(parsed, () => BoardScenes.Draw(results.Value), cancellationToken);

            if (parsed.WantsJson())
            {
                foreach (BmpResult result in results.Value)
                    await terminal.WriteJsonAsync(result, CliJson.Default.BmpResult);
            }
            else
            {
                Show(terminal.OutConsole, results.Value);
            }

            results.ThrowIfIncomplete();
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Reads everything at the same time, so that the command waits only once for a board that does not answer.</summary>
    private static async Task<PartialResult<BmpResult[]>> ReadAsync(BmpController boards, CancellationToken cancellationToken)
    {
        Task<PartialResult<IReadOnlyList<BoardReading<AdcInfo>>>> sensors = PartialResult.FromAsync(boards.GetAdcAsync(cancellationToken));
        Task<PartialResult<IReadOnlyList<BoardReading<VersionInfo>>>> versions = PartialResult.FromAsync(boards.GetVersionsAsync(cancellationToken));
        Task<PartialResult<IReadOnlyList<BoardReading<BmpIdentity>>>> identities = PartialResult.FromAsync(boards.GetIdentitiesAsync(cancellationToken));
        Task<PartialResult<IReadOnlyList<BoardReading<BmpNetworkAddresses>>>> addresses = PartialResult.FromAsync(boards.GetNetworkAddressesAsync(cancellationToken));
        Task<PartialResult<IReadOnlyList<BoardReading<bool>>>> power = PartialResult.FromAsync(boards.GetPowerAsync(cancellationToken));
        await Task.WhenAll(sensors, versions, identities, addresses, power);
        IEnumerable<BmpResult> whole =
            from one in (await sensors).Value
            join version in (await versions).Value on one.Board equals version.Board
            join identity in (await identities).Value on one.Board equals identity.Board
            join address in (await addresses).Value on one.Board equals address.Board
            join isOn in (await power).Value on one.Board equals isOn.Board
            select BmpResult.From(one, version, identity, address, isOn);
        return new PartialResult<BmpResult[]>([.. whole], (await sensors).Error ?? (await versions).Error ?? (await identities).Error ?? (await addresses).Error ?? (await power).Error);
    }

    private static void Show(IAnsiConsole console, BmpResult[] boards)
    {
        if (boards.Length == 0)
            return;

        var table = new TextTable("Board", "Power", "1.2 V a", "1.2 V b", "1.2 V c", "1.8 V", "3.3 V", "12 V", "Top", "Bottom", "Fans", "BMP", "Version", "Address");
        foreach (BmpResult board in boards)
        {
            table.AddRow(
                board.Place,
                board.IsOn ? new Cell("on", "green") : new Cell("off", "grey"),
                Volts(board.Volts12A, board.WarningBits, 3),
                Volts(board.Volts12B, board.WarningBits, 2),
                Volts(board.Volts12C, board.WarningBits, 1),
                Volts(board.Volts18, board.WarningBits, 4),
                Volts(board.Volts33, board.WarningBits, 6),
                Volts(board.VoltsSupply, board.WarningBits, 7),
                Degrees(board.CelsiusTop, board.WarningBits, 8),
                Degrees(board.CelsiusBottom, board.WarningBits, 9),
                board.FansText,
                board.BmpIpAddress,
                board.BmpVersion,
                board.IpAddress);
        }

        table.WriteTo(console);
        foreach (BmpResult board in boards.Where(static board => board.WarningBits != 0 || board.ShutdownBits != 0))
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{board.Place} warns:[/] 0x{board.WarningBits:X}, and of what shuts it down: 0x{board.ShutdownBits:X}; see docs/protocol/bmp.md, \"Board status\".");

        foreach (BmpResult board in boards)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{board.Place} has the serial number {board.SerialNumber}");
    }

    private static Cell Volts(double volts, uint warnings, int bit) => Mark(volts.ToString("0.00", CultureInfo.InvariantCulture), warnings, bit);

    private static Cell Degrees(double degrees, uint warnings, int bit) => Mark(degrees.ToString("0.0", CultureInfo.InvariantCulture), warnings, bit);

    private static Cell Mark(string text, uint warnings, int bit) => new(text, (warnings & (1u << bit)) != 0 ? "yellow" : null);
}
