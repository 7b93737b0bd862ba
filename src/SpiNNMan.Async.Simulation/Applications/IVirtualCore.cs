using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The functions that a program on a simulated core can use.</summary>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public interface IVirtualCore
{
    /// <summary>The place of the core.</summary>
    CoreLocation Location { get; }

    /// <summary>The chip with the Ethernet of this board, where messages for hosts leave.</summary>
    ChipLocation Ethernet { get; }

    /// <summary>The time in the machine since it was started.</summary>
    TimeSpan Now { get; }

    /// <summary>Sends a message. The message leaves after the program has returned. The data is copied.</summary>
    /// <remarks>To reach a host, send to <see cref="SdpEndpoint.Host"/> of <see cref="Ethernet"/>, by an IP tag that was set on that chip.</remarks>
    void Send(in SdpMessage message);

    /// <summary>Sends a message with events, as <see cref="Send"/> does. The ledger of live data records its way to the host. The default implementation keeps no ledger.</summary>
    /// <param name="message">The message.</param>
    /// <param name="events">How many events are in it.</param>
    void SendEvents(in SdpMessage message, int events) => Send(message);

    /// <summary>Sends a message of a stream, as <see cref="Send"/> does. The monitor with the Ethernet takes <see cref="ServiceTime.PerStreamedDatagram"/> for it.
    /// The default implementation sends it as any other message.</summary>
    /// <param name="message">The message.</param>
    void SendStreamed(in SdpMessage message) => Send(message);

    /// <summary>How long the Ethernet of this board is still busy with messages that have come to it. A faster sender loses nothing, but its messages wait there. The default is no time.</summary>
    TimeSpan Backlog => TimeSpan.Zero;

    /// <summary>Sends a multicast packet after the program has returned. The routing tables of the chips decide where it goes.</summary>
    /// <param name="key">The key, which the tables look at.</param>
    /// <param name="payload">A word that goes with it. The default is none.</param>
    void SendMulticast(uint key, uint? payload = null);

    /// <summary>Sends a fixed-route packet after the program has returned. Each chip has one route for all such packets.</summary>
    /// <param name="data">A word.</param>
    /// <param name="payload">Another word that goes with it. The default is none.</param>
    void SendFixedRoute(uint data, uint? payload = null);

    /// <summary>Runs an action later, inside the machine, unless the board loses its power or is booted again before that.</summary>
    void Schedule(TimeSpan delay, Action action);

    /// <summary>Runs an action after the present event: after all messages and packets that were sent before, and before time advances. The default is <see cref="Schedule"/> without a delay.</summary>
    void Post(Action action) => Schedule(TimeSpan.Zero, action);

    /// <summary>Writes the outcome of an event or a message into the ledger of live data. The default implementation keeps no ledger.</summary>
    /// <param name="entry">The entry. Time and core are filled in.</param>
    void Note(in LedgerEntry entry)
    {
    }

    /// <summary>Appends text to the output buffers, which hosts read. A line is visible once it has ended.</summary>
    void Print(string text);

    /// <summary>Sends text to the host by IP tag 0 of the chip that the system variables name: the chip with the Ethernet of the board.
    /// Text leaves by the line, or by 256 letters. An unfinished line waits for its end.</summary>
    void PrintToHost(string text);

    /// <summary>Waits for the next synchronisation signal, 0 and 1 in turn. <see cref="IVirtualCoreApplication.OnBarrier"/> is called when it comes.</summary>
    void WaitAtBarrier();

    /// <summary>Shows that the program pauses until it waits at a barrier again.</summary>
    void Pause();

    /// <summary>Shows a state to hosts. The program goes on.</summary>
    /// <param name="state">The state, as the program of a real core would set it.</param>
    void Show(CoreState state);

    /// <summary>Frees the output buffers with the printed text.</summary>
    void ForgetOutput();

    /// <summary>Ends the program. The core goes on answering memory commands.</summary>
    /// <param name="code">The exit code. Its low eight bits are kept.</param>
    void Exit(int code);

    /// <summary>Stops the core with a run-time error, 1 to 20. Nothing on it answers any more.</summary>
    void Fail(byte runtimeError);

    /// <summary>Stops answering, without any report. The soft watchdog notices it, if it is on.</summary>
    void Hang();

    /// <summary>Reads memory as the core sees it. The result is <see langword="false"/> if there is no memory.</summary>
    bool TryRead(uint address, Span<byte> destination);

    /// <summary>Writes memory as the core sees it. The result is <see langword="false"/> if there is no memory.</summary>
    bool TryWrite(uint address, ReadOnlySpan<byte> source);
}
