namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>How long a tag that a board makes for one reply lives: code n stands for 10 ms * 2^(n - 1).</summary>
/// <remarks>A reply that takes longer is lost. Boards take codes up to 15. Protocol: scp.md, "IP tags".</remarks>
public enum IPTagTimeout : byte
{
    /// <summary>0: no time-out.</summary>
    None = 0,

    /// <summary>1: 10 ms.</summary>
    Milliseconds10 = 1,

    /// <summary>2: 20 ms.</summary>
    Milliseconds20 = 2,

    /// <summary>3: 40 ms.</summary>
    Milliseconds40 = 3,

    /// <summary>4: 80 ms.</summary>
    Milliseconds80 = 4,

    /// <summary>5: 160 ms.</summary>
    Milliseconds160 = 5,

    /// <summary>6: 320 ms.</summary>
    Milliseconds320 = 6,

    /// <summary>7: 640 ms.</summary>
    Milliseconds640 = 7,

    /// <summary>8: 1280 ms.</summary>
    Milliseconds1280 = 8,

    /// <summary>9: 2560 ms.</summary>
    Milliseconds2560 = 9,
}
