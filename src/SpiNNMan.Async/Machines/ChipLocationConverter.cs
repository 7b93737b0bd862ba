namespace SpiNNMan.Async.Machines;

/// <summary>Reads a chip from a configuration: <c>4,8</c>.</summary>
internal sealed class ChipLocationConverter() : PlaceConverter<ChipLocation>("x,y", 2)
{
    protected override ChipLocation Make(int[] numbers) => new((byte)numbers[0], (byte)numbers[1]);
}
