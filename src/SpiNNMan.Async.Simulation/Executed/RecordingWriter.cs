using System.Globalization;
using System.Net;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>Writes what an executed machine is made of, and everything that comes to it from outside, a line each.</summary>
/// <param name="output">Where to.</param>
/// <remarks>Protocol: virtual-machine.md, "Recordings". If it cannot be written any more, the machine goes on without.</remarks>
internal sealed class RecordingWriter(TextWriter output)
{
    /// <summary>The content of the first line.</summary>
    public const string Title = "spinnman-recording";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>The word that stands for nothing.</summary>
    public const string Nothing = "-";

    /// <summary>Whether no more is written.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Why it could not be written.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Writes what the machine is made of.</summary>
    public void Begin(MachinePlan plan)
    {
        Line($"{Title} {Version}");
        Line($"announce {plan.AnnouncementInterval.Ticks}");
        foreach (IPAddress silent in plan.Silent)
            Line($"silent {silent}");
        foreach (ChipPlan chip in plan.Chips)
            Line($"chip {Place(chip.Location)} {chip.Board} {chip.BadCores:x} {chip.Monitor} {(chip.Ethernet is { } address ? address.ToString() : Nothing)}");
        foreach ((int chip, int link, int other) in plan.Wires)
            Line($"wire {Place(plan.Chips[chip].Location)} {link} {Place(plan.Chips[other].Location)}");
        Line($"run");
    }

    /// <summary>A board was given power, or lost it.</summary>
    public void Power(long now, int board, bool isOn, ReadOnlyMemory<byte> serialRom) => Line($"{now} power {board} {(isOn ? "on " + Bytes(serialRom.Span) : "off")}");

    /// <summary>A datagram came.</summary>
    public void Datagram(long now, int board, int port, IPEndPoint host, ReadOnlySpan<byte> payload) => Line($"{now} datagram {board} {port} {host} {Bytes(payload)}");

    /// <summary>A link was cut in the direction away from a chip, or mended.</summary>
    public void Link(long now, ChipLocation chip, int link, bool isCut) => Line($"{now} link {Place(chip)} {link} {(isCut ? "cut" : "mended")}");

    /// <summary>The monitor of a chip was stopped, or let go.</summary>
    public void Monitor(long now, ChipLocation chip, bool isStopped) => Line($"{now} monitor {Place(chip)} {(isStopped ? "stopped" : "going")}");

    /// <summary>Memory was written.</summary>
    public void Memory(long now, ChipLocation chip, uint address, ReadOnlySpan<byte> bytes) => Line($"{now} memory {Place(chip)} {address:x} {Bytes(bytes)}");

    /// <summary>The run is over.</summary>
    public void End(long now, ulong hash)
    {
        Line($"{now} end {hash:x}");
        IsEnded = true;
        Try(output.Flush);
    }

    private static string Place(ChipLocation chip) => string.Create(CultureInfo.InvariantCulture, $"{chip.X},{chip.Y}");

    private static string Bytes(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? Nothing : Convert.ToHexStringLower(bytes);

    private void Line(FormattableString line)
    {
        if (!IsEnded)
            Try(() => output.WriteLine(FormattableString.Invariant(line)));
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            Failure ??= failure;
            IsEnded = true;
        }
    }
}
