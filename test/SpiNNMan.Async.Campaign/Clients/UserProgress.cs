using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>Progress of the user's that throws, or takes its time.</summary>
internal sealed class UserProgress<T>(World world, int seed) : IProgress<T>
{
    private readonly Random _random = new(seed);

    public void Report(T value)
    {
        switch (_random.Next(4))
        {
            case 0:
                throw new UserException("The user's progress failed.");
            case 1:
                // What blocks the thread that it is called on, time goes on without it.
                world.Client.Leap(TimeSpan.FromMilliseconds(_random.Next(100)));
                break;
        }
    }
}
