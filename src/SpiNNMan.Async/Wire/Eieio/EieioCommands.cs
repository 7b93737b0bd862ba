namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The properties of a command that follow from its number.</summary>
/// <remarks>Protocol: eieio.md, "Commands".</remarks>
internal static class EieioCommands
{
    extension(EieioCommand command)
    {
        /// <summary>The least length in bytes of such a message for the tools of the field, header included; 2 for unknown commands.</summary>
        public int MinPacketLength => command switch
        {
            EieioCommand.SpinnakerRequestBuffers => 12,
            EieioCommand.HostSendSequencedData => 4,
            EieioCommand.SpinnakerRequestReadData => 16,
            EieioCommand.HostDataRead => 8,
            _ => EieioCommandMessage.HeaderSize,
        };
    }
}
