using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Samples;

/// <summary>Switches boards off and on through their BMPs, and reads their sensors.</summary>
internal static class PowerSample
{
    public static async Task RunAsync(TransceiverOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        // Boards need not be on or booted for this. The connection to BMPs has the network of the others.
        BmpControllerOptions power = options.Power with { Connection = options.Power.Connection with { Network = options.Connection.Network } };
        await using BmpController boards = await BmpController.ConnectAsync(options.Bmps, power, cancellationToken);

        await boards.PowerOffAsync(cancellationToken);
        foreach (BoardReading<bool> board in await boards.GetPowerAsync(cancellationToken))
            output.WriteLine($"board {board.Board} is {(board.Value ? "on" : "off")}");

        await boards.PowerOnAsync(cancellationToken);
        foreach (BoardReading<AdcInfo> board in await boards.GetAdcAsync(cancellationToken))
            output.WriteLine($"board {board.Board}: {board.Value.Voltage18:0.00} V, {board.Value.TemperatureTop:0.0} degrees");
    }
}
