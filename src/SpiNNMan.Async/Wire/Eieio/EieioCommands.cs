namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>What follows from the number of a command.</summary>
/// <remarks>Protocol: eieio.md, "Commands".</remarks>
internal static class EieioCommands
{
    extension(EieioCommand command)
    {
        /// <summary>The length in bytes that the field's tools take for the least of such a message, header included; 2 for unknown commands.</summary>
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
