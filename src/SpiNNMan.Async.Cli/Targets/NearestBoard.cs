using System.Net;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Finds the board that a chip is on. This takes two or three requests, and no discovery of the machine.</summary>
internal static class NearestBoard
{
    private static readonly TimeSpan s_timeToAnswer = TimeSpan.FromMilliseconds(500);

    /// <summary>Connects to the board that a chip is on. If this computer cannot reach that board, it connects to the host that the user named.</summary>
    public static async Task<ScampConnection> ConnectAsync(Terminal terminal, HostTarget host, ChipLocation chip, CancellationToken cancellationToken)
    {
        using WaitNotice notice = terminal.WaitFor($"Asking {host} on which board {chip} is");
        ScampConnection named = await host.ConnectAsync(cancellationToken);
        try
        {
            if (host.Port is null && await FindAsync(named, chip, cancellationToken) is { } board && !board.Address.Equals(named.RemoteIPAddress))
            {
                ScampConnection? nearest = await TryConnectAsync(host, board.Address, board.Chip, cancellationToken);
                if (nearest is not null)
                {
                    await named.DisposeAsync();
                    return nearest;
                }
            }
        }
        catch
        {
            await named.DisposeAsync();
            throw;
        }

        return named;
    }

    private static async Task<(ChipLocation Chip, IPAddress Address)?> FindAsync(ScampConnection scamp, ChipLocation chip, CancellationToken cancellationToken)
    {
        ChipSummaryInfo info;
        try
        {
            info = await scamp.GetChipInfoAsync(chip, cancellationToken);
            if (info.Chip != info.NearestEthernet)
                info = await scamp.GetChipInfoAsync(info.NearestEthernet, cancellationToken);
        }
        catch (InvalidPacketException)
        {
            // The host is not a chip with a monitor, but a BMP, or something else that serves memory.
            return null;
        }

        return info.EthernetAddress is { } address ? (info.Chip, address) : null;
    }

    private static async Task<ScampConnection?> TryConnectAsync(HostTarget host, IPAddress address, ChipLocation chip, CancellationToken cancellationToken)
    {
        ScampConnection? connection = null;
        try
        {
            connection = await host.ConnectAsync(new IPEndPoint(address, ScpMessage.Port), new ScampConnectionOptions { Chip = chip }, cancellationToken);
            await connection.GetChipInfoAsync(chip, cancellationToken).AsTask().WaitAsync(s_timeToAnswer, cancellationToken);
            return connection;
        }
        catch (Exception exception) when (exception is SpinnakerException or TimeoutException)
        {
            if (connection is not null)
                await connection.DisposeAsync();

            return null;
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();

            throw;
        }
    }
}
