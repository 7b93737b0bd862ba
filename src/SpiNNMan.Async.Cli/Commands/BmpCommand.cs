using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Operations;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary><c>spinnman bmp BMPS</c>: what the BMPs of boards tell.</summary>
internal static class BmpCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("bmp", "Show versions, serial numbers, addresses, voltages, temperatures and fans of boards, as their BMPs tell.");
        var bmps = BmpArguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new BmpControllerOptions { Connection = BmpArguments.Patience };
            await using BmpController boards = await bmps.ConnectAsync(parsed, options, cancellationToken);
            BmpResult[] results = await ReadAsync(boards, cancellationToken);
            if (!parsed.WantsJson())
            {
                Show(terminal.OutConsole, results);
                return ExitCodes.Success;
            }

            foreach (BmpResult result in results)
                await terminal.WriteJsonAsync(result, CliJson.Default.BmpResult);

            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<BmpResult[]> ReadAsync(BmpController boards, CancellationToken cancellationToken)
    {
        IReadOnlyList<BoardReading<AdcInfo>> sensors = await boards.ReadAdcAsync(cancellationToken);
        IReadOnlyList<BoardReading<VersionInfo>> versions = await boards.GetVersionsAsync(cancellationToken);
        IReadOnlyList<BoardReading<BmpIdentity>> identities = await boards.ReadIdentitiesAsync(cancellationToken);
        IReadOnlyList<BoardReading<BmpNetworkAddresses>> addresses = await boards.ReadNetworkAddressesAsync(cancellationToken);
        IReadOnlyList<BoardReading<bool>> power = await boards.ReadPowerAsync(cancellationToken);
        return [.. sensors.Select((board, index) => BmpResult.From(board, versions[index], identities[index], addresses[index], power[index]))];
    }

    private static void Show(IAnsiConsole console, BmpResult[] boards)
    {
        Table table = Tables.OfRows("Board", "Power", "1.2 V a", "1.2 V b", "1.2 V c", "1.8 V", "3.3 V", "12 V", "Top", "Bottom", "Fans", "BMP", "Version", "Address");
        foreach (BmpResult board in boards)
        {
            table.AddRow(
                board.Place,
                board.IsOn ? "[green]on[/]" : "[grey]off[/]",
                Volts(board.Voltage12A, board.Warnings, 3),
                Volts(board.Voltage12B, board.Warnings, 2),
                Volts(board.Voltage12C, board.Warnings, 1),
                Volts(board.Voltage18, board.Warnings, 4),
                Volts(board.Voltage33, board.Warnings, 6),
                Volts(board.VoltageSupply, board.Warnings, 7),
                Degrees(board.TemperatureTop, board.Warnings, 8),
                Degrees(board.TemperatureBottom, board.Warnings, 9),
                board.FansText,
                board.BmpAddress,
                board.Version,
                board.BoardAddress);
        }

        console.Write(table);
        foreach (BmpResult board in boards.Where(static board => board.Warnings != 0 || board.Shutdowns != 0))
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{board.Place} warns:[/] 0x{board.Warnings:X}, and of what shuts it down: 0x{board.Shutdowns:X}; see docs/protocol/bmp.md, \"Board status\".");

        foreach (BmpResult board in boards)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{board.Place} has the serial number {board.SerialNumber}");
    }

    private static string Volts(double volts, uint warnings, int bit) => Mark(volts.ToString("0.00", CultureInfo.InvariantCulture), warnings, bit);

    private static string Degrees(double degrees, uint warnings, int bit) => Mark(degrees.ToString("0.0", CultureInfo.InvariantCulture), warnings, bit);

    private static string Mark(string text, uint warnings, int bit) => (warnings & (1u << bit)) != 0 ? $"[yellow]{text}[/]" : text;
}
