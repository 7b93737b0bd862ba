using System.Buffers.Binary;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The block of memory that holds a chip's records of one of its cores. Hosts read it to see states.</summary>
internal readonly struct Vcpu(ChipMemory memory, int core, byte physicalCore)
{
    public const int NameSize = 16;

    private const int StatusOffset = 0x20;
    private const int StackOffset = 0x24;
    private const int ReturnOffset = 0x28;

    // The register values of a program that failed by itself, as recorded.
    private const uint SystemMode = 0x6000001F;
    private const uint StackTop = 0x0040FC08;
    private const uint ReturnAddress = 0x000006BC;

    /// <summary>The command in a mailbox that only asks for a sign of life.</summary>
    private const byte Question = 2;

    private const uint MailOffset = 0x30;
    private const uint SentMailOffset = 0x34;
    private const uint MailCommandOffset = 0x38;
    private const uint SentMailCommandOffset = 0x39;
    private const uint RuntimeErrorOffset = 0x2C;
    private const uint PhysicalCoreOffset = 0x2D;
    private const uint StateOffset = 0x2E;
    private const uint ApplicationIdOffset = 0x2F;
    private const uint TimeOffset = 0x44;
    private const uint NameOffset = 0x48;
    private const uint OutputOffset = 0x58;
    private const uint SoftwareVersionOffset = 0x5C;
    private const int UserOffset = 0x70;

    private readonly uint _address = ChipAddresses.VcpuBase + ((uint)core * ChipAddresses.VcpuSize);

    public CoreState State
    {
        get => (CoreState)memory.ReadByte(StateAddress);
        set => memory.WriteByte(StateAddress, (byte)value);
    }

    /// <summary>The address of the byte that holds the state.</summary>
    public uint StateAddress => _address + StateOffset;

    public byte ApplicationId
    {
        get => memory.ReadByte(_address + ApplicationIdOffset);
        set => memory.WriteByte(_address + ApplicationIdOffset, value);
    }

    /// <summary>The first block of output, or 0.</summary>
    public uint OutputBlock
    {
        get => memory.ReadWord(_address + OutputOffset);
        set => memory.WriteWord(_address + OutputOffset, value);
    }

    /// <summary>The command for the core in its mailbox; 0 if the mailbox is empty.</summary>
    public byte MailCommand => memory.ReadByte(_address + MailCommandOffset);

    /// <summary>The command for the monitor in the core's message; 0 if it has been carried out.</summary>
    public byte SentMailCommand
    {
        get => memory.ReadByte(_address + SentMailCommandOffset);
        set => memory.WriteByte(_address + SentMailCommandOffset, value);
    }

    /// <summary>The address of the core's message to the monitor.</summary>
    public uint SentMail => memory.ReadWord(_address + SentMailOffset);

    /// <summary>Fills the mailbox of the core.</summary>
    public void PutMail(byte command, uint mail)
    {
        memory.WriteWord(_address + MailOffset, mail);
        memory.WriteByte(_address + MailCommandOffset, command);
    }

    public byte RuntimeError
    {
        get => memory.ReadByte(_address + RuntimeErrorOffset);
        set => memory.WriteByte(_address + RuntimeErrorOffset, value);
    }

    /// <summary>Shows that the core stopped with a run-time error, and the contents of its registers at that time.</summary>
    public void Fail(byte runtimeError)
    {
        Span<byte> registers = stackalloc byte[(int)RuntimeErrorOffset];
        registers.Clear();
        registers[0] = runtimeError;
        BinaryPrimitives.WriteUInt32LittleEndian(registers[StatusOffset..], SystemMode);
        BinaryPrimitives.WriteUInt32LittleEndian(registers[StackOffset..], StackTop);
        BinaryPrimitives.WriteUInt32LittleEndian(registers[ReturnOffset..], ReturnAddress);
        memory.WriteBytes(_address, registers);
        RuntimeError = runtimeError;
        State = CoreState.RunTimeException;
    }

    /// <summary>Shows the finding of the watchdog: the address at which the core is in its program.</summary>
    public void ShowPlace(uint place)
    {
        memory.WriteWord(_address + ReturnOffset, place);
        memory.WriteWord(_address + MailOffset, place);
    }

    /// <summary>Shows that the core sent a message through its mailbox.</summary>
    public void ShowMail() => memory.WriteWord(_address + SentMailOffset, ChipAddresses.SharedMessages);

    /// <summary>Whether the mailbox holds a question about the core's address in its program.</summary>
    public bool HasQuestion => memory.ReadByte(_address + MailCommandOffset) == Question;

    /// <summary>Writes the core's address in its program, and empties the mailbox.</summary>
    public void AnswerQuestion(uint place)
    {
        memory.WriteWord(_address + MailOffset, place);
        memory.WriteByte(_address + MailCommandOffset, 0);
    }

    /// <summary>Shows a question of the watchdog that the core does not answer.</summary>
    public void ShowQuestion()
    {
        memory.WriteWord(_address + MailOffset, ChipAddresses.SharedMessages);
        memory.WriteByte(_address + MailCommandOffset, Question);
    }

    /// <summary>Clears the block: there is no such core any more.</summary>
    public void Clear()
    {
        Span<byte> zeros = stackalloc byte[(int)ChipAddresses.VcpuSize];
        zeros.Clear();
        memory.WriteBytes(_address, zeros);
    }

    /// <summary>Fills the block as the start of a program does.</summary>
    public void Start(CoreState state, byte applicationId, uint unixTime, ReadOnlySpan<byte> name, uint softwareVersion)
    {
        // The start clears the block except for the four user words.
        Span<byte> zeros = stackalloc byte[UserOffset];
        zeros.Clear();
        memory.WriteBytes(_address, zeros);
        Span<byte> padded = stackalloc byte[NameSize];
        padded.Clear();
        name[..Math.Min(name.Length, NameSize - 1)].CopyTo(padded);
        memory.WriteByte(_address + PhysicalCoreOffset, physicalCore);
        memory.WriteByte(_address + StateOffset, (byte)state);
        memory.WriteByte(_address + ApplicationIdOffset, applicationId);
        memory.WriteWord(_address + TimeOffset, unixTime);
        memory.WriteBytes(_address + NameOffset, padded);
        memory.WriteWord(_address + SoftwareVersionOffset, softwareVersion);
    }
}
