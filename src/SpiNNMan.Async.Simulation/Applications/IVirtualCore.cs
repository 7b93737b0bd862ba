using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>What a program on a simulated core can do.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public interface IVirtualCore
{
    /// <summary>Where the core is.</summary>
    CoreLocation Location { get; }

    /// <summary>The chip with the Ethernet of this board: where messages for hosts leave.</summary>
    ChipLocation Ethernet { get; }

    /// <summary>The time in the machine since it was started.</summary>
    TimeSpan Now { get; }

    /// <summary>Sends a message; it travels once the program has returned. The data is copied.</summary>
    /// <remarks>To reach a host, send to <see cref="SdpEndpoint.Host"/> of <see cref="Ethernet"/> by an IP tag that was set there.</remarks>
    void Send(in SdpMessage message);

    /// <summary>Sends a message with events, as <see cref="Send"/> does; what becomes of it on the way to the host is written into the ledger of live data. By default nothing keeps one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="events">How many events are in it.</param>
    void SendEvents(in SdpMessage message, int events) => Send(message);

    /// <summary>Sends a message of a stream, as <see cref="Send"/> does; the monitor with the Ethernet takes the time for it that <see cref="ServiceTime.PerStreamedDatagram"/> says. By default it is like any other.</summary>
    /// <param name="message">The message.</param>
    void SendStreamed(in SdpMessage message) => Send(message);

    /// <summary>How long the Ethernet of this board is busy with what has come to it; nothing is lost by sending faster, but it waits there. By default no time.</summary>
    TimeSpan Backlog => TimeSpan.Zero;

    /// <summary>Sends a multicast packet, which goes where the routing tables of the chips lead it, once the program has returned.</summary>
    /// <param name="key">The key, by which the tables know it.</param>
    /// <param name="payload">A word that goes with it; none by default.</param>
    void SendMulticast(uint key, uint? payload = null);

    /// <summary>Sends a fixed-route packet, which goes the way that each chip has for all such packets, once the program has returned.</summary>
    /// <param name="data">A word.</param>
    /// <param name="payload">Another that goes with it; none by default.</param>
    void SendFixedRoute(uint data, uint? payload = null);

    /// <summary>Runs something later, inside the machine, unless the board loses its power or is booted again before.</summary>
    void Schedule(TimeSpan delay, Action action);

    /// <summary>Runs something once what is happening now is over: after all messages and packets that were sent before, and before time goes on. By default it is <see cref="Schedule"/> without a delay.</summary>
    void Post(Action action) => Schedule(TimeSpan.Zero, action);

    /// <summary>Writes what became of an event or a message into the ledger of live data. By default nothing keeps one.</summary>
    /// <param name="entry">What happened; time and core are filled in.</param>
    void Note(in LedgerEntry entry)
    {
    }

    /// <summary>Appends text to the buffers for output, which hosts read; a line shows once it is ended.</summary>
    void Print(string text);

    /// <summary>Sends text to the host by IP tag 0 of the chip that the system variables name, which is that with the Ethernet of the board: a line at a time, or 256 letters. What ends no line waits for the rest of it.</summary>
    void PrintToHost(string text);

    /// <summary>Waits for the next synchronisation signal, 0 and 1 in turn; then <see cref="IVirtualCoreApplication.OnBarrier"/> follows.</summary>
    void WaitAtBarrier();

    /// <summary>Shows that the program pauses, until it waits at a barrier again.</summary>
    void Pause();

    /// <summary>Shows a state to hosts; the program goes on.</summary>
    /// <param name="state">The state, as the program of a real core would set it.</param>
    void Show(CoreState state);

    /// <summary>Gives back the buffers for output with what was printed.</summary>
    void ForgetOutput();

    /// <summary>Ends the program; the core goes on answering to memory commands.</summary>
    /// <param name="code">What it ends with; its low eight bits are kept.</param>
    void Exit(int code);

    /// <summary>Stops the core with a run-time error, 1 to 20; nothing answers any more.</summary>
    void Fail(byte runtimeError);

    /// <summary>Stops answering, without a word. The soft watchdog notices if it is on.</summary>
    void Hang();

    /// <summary>Reads memory as the core sees it; <see langword="false"/> if there is none.</summary>
    bool TryRead(uint address, Span<byte> destination);

    /// <summary>Writes memory as the core sees it; <see langword="false"/> if there is none.</summary>
    bool TryWrite(uint address, ReadOnlySpan<byte> source);
}
