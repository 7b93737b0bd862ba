using System.ComponentModel;
using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Reads a value from the text that its own <c>ToString</c> writes, for configurations.</summary>
internal abstract class PlaceConverter<T>(string form, int count) : TypeConverter
    where T : struct
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        if (value is not string text)
            return base.ConvertFrom(context, culture, value);

        string[] parts = text.Split(Separator, StringSplitOptions.TrimEntries);
        var numbers = new int[count];
        bool isRight = parts.Length == count;
        for (int index = 0; isRight && index < count; index++)
            isRight = int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]) && numbers[index] <= byte.MaxValue;

        return isRight ? Make(numbers) : throw new InvalidParameterException(typeof(T).Name, text, $"it must be {form}, numbers of 0 to 255");
    }

    protected virtual char Separator => ',';

    protected abstract T Make(int[] numbers);
}
