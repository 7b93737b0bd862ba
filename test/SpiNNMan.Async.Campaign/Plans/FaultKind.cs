namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>What goes wrong in a world.</summary>
internal enum FaultKind
{
    /// <summary>Datagrams are lost, both ways.</summary>
    Loss,

    /// <summary>Datagrams come twice.</summary>
    Duplication,

    /// <summary>Replies are overtaken by later ones.</summary>
    Reordering,

    /// <summary>Bits of replies are turned over.</summary>
    Corruption,

    /// <summary>Replies say what no board would say: words at the ends of their ranges, other lengths, other places.</summary>
    Mutation,

    /// <summary>The monitor refuses requests for now.</summary>
    Busy,

    /// <summary>The board obeys, but says nothing.</summary>
    Mute,

    /// <summary>Nothing reaches the board.</summary>
    Gone,

    /// <summary>The board is switched off, and another one, just booted, takes its place.</summary>
    Restart,

    /// <summary>The client's process stands still.</summary>
    Pause,

    /// <summary>The client's clock leaps forward.</summary>
    Leap,

    /// <summary>The user's socket throws when it is to send.</summary>
    SendThrows,

    /// <summary>The user's socket throws when it is to receive.</summary>
    ReceiveThrows,

    /// <summary>Something in the board's memory is not what it should be.</summary>
    Lie,

    /// <summary>The user closes what is in use.</summary>
    Disposal,
}
