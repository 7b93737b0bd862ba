using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation;

/// <summary>A machine of many SpiNN-5 boards. It consists of triads of three boards side by side, each of which fills 12 by 12 chips.</summary>
/// <remarks>Protocol: virtual-machine.md, "Machines of many boards".</remarks>
public sealed record TriadArrangement
{
    /// <summary>The most triads in a row or column, since chips are numbered with eight bits.</summary>
    public const int MaxSize = 20;

    /// <summary>Arranges triads.</summary>
    /// <param name="width">How many triads there are in a row, 1 to 20.</param>
    /// <param name="height">How many rows there are, 1 to 20.</param>
    /// <param name="wraps">Whether the links of each edge lead to the opposite edge.</param>
    /// <exception cref="InvalidParameterException">A number is outside its range.</exception>
    public TriadArrangement(int width, int height, bool wraps = true)
    {
        InvalidParameterException.ThrowIfOutside(width, 1, MaxSize, nameof(width));
        InvalidParameterException.ThrowIfOutside(height, 1, MaxSize, nameof(height));
        Width = width;
        Height = height;
        Wraps = wraps;
    }

    /// <summary>How many triads there are in a row.</summary>
    public int Width { get; }

    /// <summary>How many rows of triads there are.</summary>
    public int Height { get; }

    /// <summary>Whether the links of each edge lead to the opposite edge.</summary>
    public bool Wraps { get; }

    /// <summary>How many boards there are.</summary>
    public int BoardCount => 3 * Width * Height;
}
