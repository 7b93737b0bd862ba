using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>Waits until nothing goes wrong any more.</summary>
internal static class Healing
{
    public static async Task WaitAsync(World world)
    {
        TimeSpan left = world.LastFault - world.Now + TimeSpan.FromSeconds(2);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, world.Clock);
    }
}
