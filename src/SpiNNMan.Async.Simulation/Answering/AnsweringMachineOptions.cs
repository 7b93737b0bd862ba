using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>Where a machine of a capture listens; read-only from its first use on.</summary>
public sealed record AnsweringMachineOptions : SpinnakerOptions
{
    /// <summary>The address of the first board, one of this computer's. The default is 127.0.0.1. With <see cref="UseTruePorts"/>, each further board has the eighth address after the one before.</summary>
    /// <exception cref="InvalidParameterException">It is no IPv4 address.</exception>
    public IPAddress BindAddress
    {
        get;
        set => field = Writable(CheckAddress(value, nameof(BindAddress)));
    } = IPAddress.Loopback;

    /// <summary>The address of the first BMP. By default that of the board; with <see cref="UseTruePorts"/>, the one before it.</summary>
    /// <exception cref="InvalidParameterException">It is no IPv4 address.</exception>
    public IPAddress? BmpAddress
    {
        get;
        set => field = Writable(value is null ? null : CheckAddress(value, nameof(BmpAddress)));
    }

    /// <summary>Whether to listen on the ports of real boards, 17893 and 54321. By default the system chooses.</summary>
    public bool UseTruePorts { get; set => field = Writable(value); }

    /// <summary>Whether answers take as long as in the capture. The default is yes; otherwise they come at once.</summary>
    public bool KeepsTimes { get; set => field = Writable(value); } = true;

    /// <summary>Is told of each datagram that the capture has no answer for, with its number, its time, its ends and its bytes. The default is nobody.</summary>
    /// <remarks>It is called by whoever receives, for one datagram after the other.</remarks>
    public Action<CapturedDatagram>? Unanswered { get; set => field = Writable(value); }

    /// <summary>The network. The default is the system's UDP.</summary>
    public IDatagramNetwork Network { get; set => field = Writable(OptionChecks.NotNull(value)); } = UdpNetwork.Instance;

    /// <summary>The clock. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;

    private static IPAddress CheckAddress(IPAddress value, string name)
    {
        _ = OptionChecks.NotNull(value, name);
        return value.AddressFamily == AddressFamily.InterNetwork ? value : throw new InvalidParameterException(name, value, "it must be an IPv4 address");
    }
}
