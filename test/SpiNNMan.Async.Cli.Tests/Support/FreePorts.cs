using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Finds ports that no program uses.</summary>
internal static class FreePorts
{
    public static async Task<int> FindAsync(CancellationToken cancellationToken)
    {
        await using UdpConnection probe = await UdpConnection.OpenAsync(cancellationToken: cancellationToken);
        return probe.LocalPort;
    }
}
