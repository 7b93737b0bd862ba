using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines.Variables;

/// <summary>The system variables of a chip, as they were when they were read.</summary>
/// <remarks>Every variable of <see cref="SystemVariable"/> is a property here. It holds the whole block in place, 256 bytes: pass it by
/// <see langword="in"/> where that counts. Protocol: models.md, "System variables".</remarks>
public readonly partial struct SystemVariables
{
    private readonly Bytes _block;

    private SystemVariables(ReadOnlySpan<byte> block) => block.CopyTo(_block);

    /// <summary>The whole block, <see cref="SystemVariable.BlockSize"/> bytes.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Block => _block;

    /// <summary>The value of a variable.</summary>
    /// <exception cref="InvalidOperationException">The variable is made of bytes: use <see cref="GetBytes"/>.</exception>
    public ulong this[SystemVariable variable]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(variable);
            return variable.Read(_block);
        }
    }

    /// <summary>Takes a copy of the block at the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="SystemVariable.BlockSize"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out SystemVariables variables, out PacketError error)
    {
        if (source.Length < SystemVariable.BlockSize)
        {
            variables = default;
            error = PacketError.TooShort(nameof(SystemVariables), source.Length, SystemVariable.BlockSize, source.Length);
            return false;
        }

        variables = new SystemVariables(source[..SystemVariable.BlockSize]);
        error = default;
        return true;
    }

    /// <summary>The bytes of a variable.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> GetBytes(SystemVariable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable.Slice(_block);
    }

    private byte ReadByte(SystemVariable variable) => (byte)variable.Read(_block);

    private ushort ReadHalfWord(SystemVariable variable) => (ushort)variable.Read(_block);

    private uint ReadWord(SystemVariable variable) => (uint)variable.Read(_block);

    private ulong ReadDoubleWord(SystemVariable variable) => variable.Read(_block);

    [InlineArray(SystemVariable.BlockSize)]
    private struct Bytes
    {
        private byte _first;
    }
}
