using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Variables;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Opens a connection to a board of a machine, and checks with one request that it is that board of that machine which answers.</summary>
internal static class BoardConnector
{
    /// <summary>Opens it.</summary>
    /// <returns>The connection, and the numbers of the cores of the chip it goes to, which come along with the check.</returns>
    /// <exception cref="SpinnakerException">The board does not answer, or another one does.</exception>
    public static async Task<(ScampConnection Connection, CoreMap? CoreMap)> OpenAsync(
        ChipLocation chip, IPAddress address, DiscoverySettings settings, CancellationToken cancellationToken)
    {
        ScampConnectionOptions options = settings.Connection with { Chip = chip };
        ScampConnection connection = await ScampConnection.ConnectAsync(settings.BoardEndPoint(address), options, cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] variables = await connection.ReadMemoryAsync(
                chip.Monitor, MemoryMap.SystemVariables, SystemVariable.BlockSize, cancellationToken).ConfigureAwait(false);
            Check(connection, variables, address);
            return (connection, CoreMap.TryParse(SystemVariable.VirtualToPhysicalCores.Slice(variables), out CoreMap map, out _) ? map : null);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>An old address may lead to a board of another machine. Such a board has another address at the place of the chip, or no such chip.</summary>
    private static void Check(ScampConnection connection, ReadOnlySpan<byte> variables, IPAddress address)
    {
        ReadOnlySpan<byte> told = SystemVariable.EthernetIPAddress.Slice(variables);
        if (!told.SequenceEqual(address.GetAddressBytes()))
            throw new SpinnakerConnectionException($"A board of another machine answers at {address}: its chip {connection.Chip} has the address {new IPAddress(told)}.");
    }
}
