using System.Globalization;

namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>How the boards of a responder behave. Without anything said they answer at once.</summary>
internal sealed record Behaviour
{
    public int Boards { get; init; } = 1;

    /// <summary>The board that never answers.</summary>
    public int? Mute { get; init; }

    /// <summary>How long a chip takes for a request; it serves one after the other.</summary>
    public double ServiceMicroseconds { get; init; }

    /// <summary>The same for chips other than (0, 0).</summary>
    public double RemoteServiceMicroseconds { get; init; }

    /// <summary>How many requests a board holds at once; more are dropped. 0 means any number.</summary>
    public int Slots { get; init; }

    /// <summary>The part of the exchanges that are lost.</summary>
    public double Loss { get; init; }

    /// <summary>The part of the replies that come twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>The part of the replies that come after later ones.</summary>
    public double Reorder { get; init; }

    public IEnumerable<string> ToArguments(int core, ulong seed, int seconds)
    {
        yield return Format($"--boards={Boards}");
        yield return Format($"--mute={Mute ?? -1}");
        yield return Format($"--service-us={ServiceMicroseconds}");
        yield return Format($"--remote-service-us={RemoteServiceMicroseconds}");
        yield return Format($"--slots={Slots}");
        yield return Format($"--loss={Loss}");
        yield return Format($"--duplicate={Duplicate}");
        yield return Format($"--reorder={Reorder}");
        yield return Format($"--core={core}");
        yield return Format($"--seed={seed}");
        yield return Format($"--seconds={seconds}");
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
