using CsCheck;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Wire.Eieio;

/// <summary>Headers and messages as a receiver can get them.</summary>
internal static class EieioGen
{
    public static readonly Gen<EieioDataHeader> Header = Gen.Select(
        Gen.Enum<EieioType>(), Gen.Byte, Gen.Byte[0, 3], Gen.UShort.Nullable(), Gen.Bool, Gen.UInt.Nullable(), Gen.Bool,
        (type, count, tag, prefix, upper, payloadBase, isTime) => new EieioDataHeader(
            type, count, tag, prefix, prefix is not null && upper ? EieioPrefix.UpperHalfWord : EieioPrefix.LowerHalfWord, payloadBase & type.MaxValue, isTime));

    public static readonly Gen<EieioDataMessage> Message = Gen.Select(
        Header, Gen.Select(Gen.UInt, Gen.UInt).Array[0, 255],
        (header, elements) =>
        {
            var message = new EieioDataMessage(header);
            foreach ((uint key, uint payload) in elements)
                message.Add(new EieioElement(key & header.Type.MaxValue, header.Type.HasPayload ? payload & header.Type.MaxValue : null));

            return message;
        });
}
