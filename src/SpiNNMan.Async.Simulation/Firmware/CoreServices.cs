using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The services of the machine for the program on one core.</summary>
internal sealed class CoreServices(Scamp scamp, VirtualCore core) : IVirtualCore
{
    private static readonly TimeSpan s_watchdogTick = TimeSpan.FromMilliseconds(10);

    public CoreLocation Location => core.Location;

    public ChipLocation Ethernet => core.Chip.Identity.Ethernet;

    public TimeSpan Now => scamp.Clock.Now;

    public void Send(in SdpMessage message) => Send(message, journey: null);

    public void SendEvents(in SdpMessage message, int events) => Send(message, new EventJourney(scamp.Ledger, () => scamp.Clock.Now, Location, events));

    public void SendStreamed(in SdpMessage message) => Send(message, isStreamed: true);

    public TimeSpan Backlog => scamp.Chips.Find(Ethernet) is { } chip && scamp.EthernetOf(chip) is { } ethernet ? ethernet.Backlog : TimeSpan.Zero;

    private void Send(in SdpMessage message, EventJourney? journey = null, bool isStreamed = false)
    {
        InvalidParameterException.ThrowIfOutside(message.Data.Length, 0, SdpMessage.MaxDataSize, nameof(message));
        var buffer = new SdpBuffer(scamp.CountersOf(core.Chip)) { Length = message.Size, Journey = journey, IsStreamed = isStreamed };
        message.Write(buffer.Bytes);
        scamp.Clock.Post(() => scamp.Router.Route(core.Chip, buffer));
    }

    public void SendMulticast(uint key, uint? payload = null) => scamp.Clock.Post(() => scamp.Packets.SendMulticast(core, key, payload));

    public void SendFixedRoute(uint data, uint? payload = null) => scamp.Clock.Post(() => scamp.Packets.SendFixedRoute(core, data, payload));

    public void Schedule(TimeSpan delay, Action action) => scamp.Clock.Schedule(delay, WhileItRuns(action));

    public void Post(Action action) => scamp.Clock.Post(WhileItRuns(action));

    public void Note(in LedgerEntry entry) => scamp.Ledger.Add(entry with { At = scamp.Clock.Now, Core = Location });

    public void Print(string text) => core.Print(text);

    public void PrintToHost(string text)
    {
        // The system variables name the destination of texts: the Ethernet of the board, unless a host has written another chip there.
        ChipLocation host = SdpBuffer.LocationOf(core.Chip.Memory.ReadHalf(LiveVariables.Debug));
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, 0, SdpEndpoint.Host(host), new SdpEndpoint(Location, 0));
        core.Console.Print(text, message => Send(new SdpMessage(header, message)));
    }

    public void WaitAtBarrier()
    {
        if (core.ComeToBarrier())
            scamp.Clock.Post(() => scamp.Applications.Release(core));
    }

    public void Pause() => core.Pause(stops: false);

    public void Show(CoreState state) => core.Chip.Vcpu(core.Number).State = state;

    public void ForgetOutput() => core.ForgetOutput();

    public void Exit(int code) => core.Finish((byte)code);

    public void Fail(byte runtimeError) => core.Fail(runtimeError);

    public void Hang()
    {
        core.Hang();
        int misses = core.Chip.Memory.ReadByte(LiveVariables.SoftWatchdog);
        if (misses > 0)
            scamp.Clock.Schedule(misses * (core.Chip.WorkingCores - 1) * s_watchdogTick, core.Bite);
    }

    public bool TryRead(uint address, Span<byte> destination) => core.Chip.Memory.TryRead(core.Number, address, destination, AccessUnit.Byte);

    public bool TryWrite(uint address, ReadOnlySpan<byte> source) => core.Chip.Memory.TryWrite(core.Number, address, source, AccessUnit.Byte);

    /// <summary>Runs an action that a program planned, unless another program has taken its place.</summary>
    private Action WhileItRuns(Action action)
    {
        IVirtualCoreApplication? application = core.Application;
        return () =>
        {
            if (application is not null && ReferenceEquals(core.Application, application))
                core.Do(() => Guard(core, action));
        };
    }

    /// <summary>Runs a part of a program. A fault in it stops its core, as on a board. The machine goes on.</summary>
    public static void Guard(VirtualCore core, Action action)
    {
        IVirtualCoreApplication? application = core.Application;
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (ReferenceEquals(core.Application, application))
                core.Fail(VirtualCore.SoftwareError);
        }
    }
}
