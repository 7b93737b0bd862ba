using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Network;

/// <summary>The addresses of the boards of a machine and of their BMPs. Boards of a frame are eight addresses apart. The third byte counts the frames.</summary>
/// <param name="first">The address of the first board.</param>
/// <param name="firstBmp">The address of its BMP; by default it is computed.</param>
/// <param name="useTruePorts">Whether the devices use their true ports. Board and BMP then need two addresses.</param>
internal sealed class AddressPlan(IPAddress first, IPAddress? firstBmp, bool useTruePorts)
{
    /// <summary>How many boards a frame has.</summary>
    public const int BoardsPerFrame = 24;

    private const int AddressesPerBoard = 8;

    /// <summary>The address of a board.</summary>
    /// <exception cref="InvalidParameterException">There are not enough addresses after the first.</exception>
    public IPAddress OfBoard(int board)
    {
        byte[] bytes = first.GetAddressBytes();
        int last = bytes[3] + (AddressesPerBoard * (board % BoardsPerFrame));
        int frame = bytes[2] + (board / BoardsPerFrame);
        if (last > byte.MaxValue || frame > byte.MaxValue)
            throw new InvalidParameterException("BindAddress", first, "there are not enough addresses after it for all boards");

        (bytes[2], bytes[3]) = ((byte)frame, (byte)last);
        return new IPAddress(bytes);
    }

    /// <summary>The address of the BMP of a board. On the true ports, where the two must differ, it is the one before the board's.</summary>
    public IPAddress OfBmp(int board)
    {
        if (board == 0 && firstBmp is { } address)
            return address;

        byte[] bytes = OfBoard(board).GetAddressBytes();
        if (useTruePorts)
            bytes[^1] = bytes[^1] > 1 ? (byte)(bytes[^1] - 1) : (byte)(bytes[^1] + 1);

        return new IPAddress(bytes);
    }
}
