namespace SpiNNMan.Async.Connections;

/// <summary>A second loop was to read a subscription. Each subscription is for one loop.</summary>
public sealed class SubscriptionReadTwiceException : InvalidOperationException
{
    /// <summary>Makes the error.</summary>
    /// <param name="item">The type of the items.</param>
    public SubscriptionReadTwiceException(Type item)
        : base($"Another loop reads this subscription to {item?.Name}, or has read it. Each subscription is for one loop: subscribe again, and the second loop gets all items as well.")
    {
    }
}
