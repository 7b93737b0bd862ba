using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async;

/// <content>Memory by what is in it.</content>
public sealed partial class Transceiver
{
    /// <summary>Reads a little-endian word.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The word's address.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public ValueTask<uint> ReadWordAsync(CoreLocation core, uint address, CancellationToken cancellationToken = default) =>
        GetConnection(core.Chip).ReadWordAsync(core, address, cancellationToken);

    /// <summary>Writes a little-endian word.</summary>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The word's address.</param>
    /// <param name="value">The word.</param>
    /// <param name="cancellationToken">Ends the waiting; the board may write it all the same.</param>
    /// <inheritdoc cref="WriteMemoryAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public ValueTask WriteWordAsync(CoreLocation core, uint address, uint value, CancellationToken cancellationToken = default)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return WriteMemoryAsync(core, address, bytes, progress: null, cancellationToken);
    }

    /// <summary>Reads a structure that lies in memory as it does in C on a chip: little-endian, its fields where C# lays them out.</summary>
    /// <typeparam name="T">A struct without references; mark it with <c>[StructLayout(LayoutKind.Sequential, Pack = ...)]</c> where C packs it otherwise.</typeparam>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public async ValueTask<T> ReadStructAsync<T>(CoreLocation core, uint address, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        CheckIsLittleEndian();
        byte[] bytes = await ReadMemoryAsync(core, address, Unsafe.SizeOf<T>(), cancellationToken).ConfigureAwait(false);
        return MemoryMarshal.Read<T>(bytes);
    }

    /// <summary>Reads structures that lie in memory one after the other.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte of the first one.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public async ValueTask<T[]> ReadStructsAsync<T>(CoreLocation core, uint address, int count, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        CheckIsLittleEndian();
        InvalidParameterException.ThrowIfOutside(count, 0, Array.MaxLength / Unsafe.SizeOf<T>(), nameof(count));
        byte[] bytes = await ReadMemoryAsync(core, address, count * Unsafe.SizeOf<T>(), cancellationToken).ConfigureAwait(false);
        var values = new T[count];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Writes a structure as it lies in memory in C on a chip.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="value">The structure.</param>
    /// <param name="cancellationToken">Ends the waiting; the board may write it all the same.</param>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    /// <inheritdoc cref="WriteMemoryAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public ValueTask WriteStructAsync<T>(CoreLocation core, uint address, T value, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        CheckIsLittleEndian();
        return WriteMemoryAsync(core, address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray(), progress: null, cancellationToken);
    }

    /// <summary>Reads all system variables of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public async ValueTask<SystemVariables> GetSystemVariablesAsync(ChipLocation chip, CancellationToken cancellationToken = default)
    {
        byte[] block = await ReadMemoryAsync(chip, MemoryMap.SystemVariables, SystemVariable.BlockSize, cancellationToken).ConfigureAwait(false);
        return SystemVariables.TryParse(block, out SystemVariables variables, out PacketError error) ? variables : throw new InvalidPacketException(error);
    }

    /// <summary>Reads one system variable of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="variable">The variable, one that is a number.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">The variable is made of bytes: read all.</exception>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "System variables".</remarks>
    public async ValueTask<ulong> ReadSystemVariableAsync(ChipLocation chip, SystemVariable variable, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var block = new byte[SystemVariable.BlockSize];
        await ReadMemoryAsync(chip, variable.Address, block.AsMemory(variable.Offset, variable.Size), progress: null, cancellationToken).ConfigureAwait(false);
        return variable.Read(block);
    }

    /// <summary>Writes one system variable of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="value">The value, 0 to what the variable can hold; of one that is made of bytes, of each byte.</param>
    /// <param name="cancellationToken">Ends the waiting; the board may write it all the same.</param>
    /// <inheritdoc cref="WriteMemoryAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>The monitor uses these all the time: a wrong value can stop the chip, or the machine. Protocol: models.md, "System variables".</remarks>
    public ValueTask WriteSystemVariableAsync(ChipLocation chip, SystemVariable variable, ulong value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var block = new byte[SystemVariable.BlockSize];
        variable.Write(block, value);
        return WriteMemoryAsync(chip, variable.Address, block.AsMemory(variable.Offset, variable.Size), progress: null, cancellationToken);
    }

    /// <summary>Reads one of the four user registers of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="register">The register, 0 to 3.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Core blocks".</remarks>
    public ValueTask<uint> ReadUserRegisterAsync(CoreLocation core, int register, CancellationToken cancellationToken = default) =>
        ReadWordAsync(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, register), cancellationToken);

    /// <summary>Writes one of the four user registers of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="register">The register, 0 to 3.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the waiting; the board may write it all the same.</param>
    /// <inheritdoc cref="WriteMemoryAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Core blocks".</remarks>
    public ValueTask WriteUserRegisterAsync(CoreLocation core, int register, uint value, CancellationToken cancellationToken = default) =>
        WriteWordAsync(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, register), value, cancellationToken);

    private static void CheckIsLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Structures of chips are little-endian, and this computer is not: read the bytes.");
    }
}
