using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Network;

/// <summary>Which addresses the boards of a machine and their BMPs have: eight apart in a frame, whose number the third byte counts.</summary>
internal sealed class AddressPlan(VirtualMachineOptions options)
{
    /// <summary>How many boards a frame has.</summary>
    public const int BoardsPerFrame = 24;

    private const int AddressesPerBoard = 8;

    /// <summary>The address of a board.</summary>
    /// <exception cref="InvalidParameterException">There are not that many addresses after the first.</exception>
    public IPAddress OfBoard(int board)
    {
        byte[] bytes = options.BindAddress.GetAddressBytes();
        int last = bytes[3] + (AddressesPerBoard * (board % BoardsPerFrame));
        int frame = bytes[2] + (board / BoardsPerFrame);
        if (last > byte.MaxValue || frame > byte.MaxValue)
            throw new InvalidParameterException(nameof(VirtualMachineOptions.BindAddress), options.BindAddress, "there are not enough addresses after it for all boards");

        (bytes[2], bytes[3]) = ((byte)frame, (byte)last);
        return new IPAddress(bytes);
    }

    /// <summary>The address of the BMP of a board: on the true ports, where the two must differ, the one before the board's.</summary>
    public IPAddress OfBmp(int board)
    {
        if (board == 0 && options.BmpAddress is { } address)
            return address;

        byte[] bytes = OfBoard(board).GetAddressBytes();
        if (options.UseTruePorts)
            bytes[^1] = bytes[^1] > 1 ? (byte)(bytes[^1] - 1) : (byte)(bytes[^1] + 1);

        return new IPAddress(bytes);
    }
}
