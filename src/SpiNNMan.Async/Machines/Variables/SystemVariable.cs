using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Variables;

/// <summary>One variable of the block that the monitor of every chip keeps, and that a boot image brings the first half of.</summary>
/// <remarks>
/// Every variable is a static property of this class. The block has <see cref="BlockSize"/> bytes and lies at
/// <see cref="MemoryMap.SystemVariables"/> on every chip. Protocol: models.md, "System variables".
/// </remarks>
public sealed partial class SystemVariable
{
    /// <summary>The length of the whole block in bytes.</summary>
    public const int BlockSize = 256;

    /// <summary>The length in bytes of the part that is given at boot: the variables below this offset.</summary>
    public const int BootBlockSize = 128;

    private SystemVariable(
        string name,
        string pythonName,
        string? firmwareName,
        int offset,
        SystemVariableType type,
        int size,
        ulong defaultValue,
        string description)
    {
        Name = name;
        PythonName = pythonName;
        FirmwareName = firmwareName;
        Offset = offset;
        Type = type;
        Size = size;
        Default = defaultValue;
        Description = description;
    }

    /// <summary>All variables, in the order of their offsets. Together they fill the block without a gap.</summary>
    public static IReadOnlyList<SystemVariable> All => Index.All;

    /// <summary>The name, as in this class and in <see cref="SystemVariables"/>.</summary>
    public string Name { get; }

    /// <summary>The name in the Python library SpiNNMan.</summary>
    public string PythonName { get; }

    /// <summary>The name in the sources of the monitor; <see langword="null"/> for a byte that is part of a half word there.</summary>
    public string? FirmwareName { get; }

    /// <summary>Where it stands in the block, in bytes.</summary>
    public int Offset { get; }

    /// <summary>How it is stored.</summary>
    public SystemVariableType Type { get; }

    /// <summary>Its length in bytes.</summary>
    public int Size { get; }

    /// <summary>The default in a boot image; 0 in every byte for <see cref="SystemVariableType.Bytes"/>.</summary>
    public ulong Default { get; }

    /// <summary>The meaning of the variable.</summary>
    public string Description { get; }

    /// <summary>Where it is on a chip.</summary>
    public uint Address => MemoryMap.SystemVariables + (uint)Offset;

    /// <summary>The largest value it can hold; 255, for each byte, for <see cref="SystemVariableType.Bytes"/>.</summary>
    public ulong MaxValue => Type switch
    {
        SystemVariableType.HalfWord => ushort.MaxValue,
        SystemVariableType.Word => uint.MaxValue,
        SystemVariableType.DoubleWord => ulong.MaxValue,
        _ => byte.MaxValue,
    };

    /// <summary>Finds a variable by any of its three names; case does not matter.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out SystemVariable? variable)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Index.ByName.TryGetValue(name, out variable);
    }

    /// <summary>Finds the variable that the byte at <paramref name="offset"/> belongs to.</summary>
    /// <returns><see langword="false"/> if the offset is outside the block.</returns>
    public static bool TryFind(int offset, [NotNullWhen(true)] out SystemVariable? variable)
    {
        variable = offset is >= 0 and < BlockSize ? Index.ByOffset[offset] : null;
        return variable is not null;
    }

    /// <summary>Reads the variable from a block.</summary>
    /// <param name="block">The system variables from their start, at least as far as this one's end.</param>
    /// <exception cref="InvalidOperationException">The variable is made of bytes: take them from the block.</exception>
    /// <exception cref="ArgumentException">The block ends too early.</exception>
    public ulong Read(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> bytes = Slice(block);
        return Type switch
        {
            SystemVariableType.Byte => bytes[0],
            SystemVariableType.HalfWord => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            SystemVariableType.Word => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            SystemVariableType.DoubleWord => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => throw new InvalidOperationException($"{Name} consists of {Size} bytes, and is not a number."),
        };
    }

    /// <summary>The bytes of the variable in a block.</summary>
    /// <param name="block">The system variables from their start, at least as far as this one's end.</param>
    /// <exception cref="ArgumentException">The block ends too early.</exception>
    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> block)
    {
        if (block.Length < Offset + Size)
            throw new ArgumentException($"{Name} ends at byte {Offset + Size}, {block.Length} are there.", nameof(block));

        return block.Slice(Offset, Size);
    }

    /// <summary>Writes a value into a block; for <see cref="SystemVariableType.Bytes"/>, into each of the bytes.</summary>
    /// <param name="block">The system variables from their start, at least as far as this one's end.</param>
    /// <param name="value">The value, 0 to <see cref="MaxValue"/>.</param>
    /// <exception cref="InvalidParameterException">The variable cannot hold the value.</exception>
    /// <exception cref="ArgumentException">The block ends too early.</exception>
    public void Write(Span<byte> block, ulong value)
    {
        if (value > MaxValue)
            throw new InvalidParameterException(Name, value, $"it must be 0 to {MaxValue}");

        if (block.Length < Offset + Size)
            throw new ArgumentException($"{Name} ends at byte {Offset + Size}, {block.Length} are there.", nameof(block));

        Span<byte> bytes = block.Slice(Offset, Size);
        switch (Type)
        {
            case SystemVariableType.HalfWord:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
                break;
            case SystemVariableType.Word:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
                break;
            case SystemVariableType.DoubleWord:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
                break;
            default:
                bytes.Fill((byte)value);
                break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static SystemVariable Define(
        string name,
        string pythonName,
        string? firmwareName,
        int offset,
        SystemVariableType type,
        string description,
        int size = 0,
        ulong defaultValue = 0)
    {
        var variable = new SystemVariable(
            name, pythonName, firmwareName, offset, type, type == SystemVariableType.Bytes ? size : (int)type, defaultValue, description);
        s_table.Add(variable);
        return variable;
    }

    // A class of its own, so that it is initialised after the whole table.
    private static class Index
    {
        internal static readonly SystemVariable[] All = [.. s_table];

        internal static readonly FrozenDictionary<string, SystemVariable> ByName = MakeByName();

        internal static readonly SystemVariable[] ByOffset = MakeByOffset();

        private static FrozenDictionary<string, SystemVariable> MakeByName()
        {
            var names = new Dictionary<string, SystemVariable>(StringComparer.OrdinalIgnoreCase);
            foreach (SystemVariable variable in All)
            {
                names[variable.Name] = variable;
                names[variable.PythonName] = variable;
                if (variable.FirmwareName is not null)
                    names[variable.FirmwareName] = variable;
            }

            return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }

        private static SystemVariable[] MakeByOffset()
        {
            var byOffset = new SystemVariable[BlockSize];
            foreach (SystemVariable variable in All)
                byOffset.AsSpan(variable.Offset, variable.Size).Fill(variable);

            return byOffset;
        }
    }
}
